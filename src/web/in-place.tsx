/**
 * For a GET form or a sorting link of a list, on a page with the script `app`: its answer, the same whole page as
 * without a script, takes this page's place without loading it. Only what differs is changed, so the focus and what is
 * in view stay, and the address becomes the answer's; Back asks for the page before. One request for each press.
 * A form names its action: without one htmx adds its fields to the page's own query, an old page number included.
 */
export const IN_PLACE = { 'hx-boost': 'true', 'hx-swap': 'innerMorph show:none' } as const

/** What a list has come to, for whoever hears the page: it is changed in place, which nothing else announces. */
export const Announced = ({ words }: { words: string }) => (
  // Out of sight as the skip link is, which is seen only while it has the focus.
  <p class="skip" role="status">
    {words}
  </p>
)
