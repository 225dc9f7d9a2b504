import type { PropsWithChildren } from 'hono/jsx'
import type { Language } from '../core/language.ts'
import type { Viewer } from '../web/context.ts'
import { FormToken } from '../web/form.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/**
 * The form of a passkey ceremony. static/js/passkey.js fetches the options by POST, lets the browser ask the person,
 * puts the answer into `credential` and posts the form. Until it runs, the page says that it needs JavaScript and the
 * button is disabled. Each sentence the script may need stands here already, in the person's language.
 */
export const PasskeyForm = (
  props: PropsWithChildren<{
    language: Language
    viewer: Viewer | undefined
    ceremony: 'create' | 'show'
    action: string
    button: string
  }>,
) => {
  const words = { en, zh }[props.language].passkey
  return (
    <form
      class="stack"
      method="post"
      action={props.action}
      data-ceremony={props.ceremony}
      data-options={`${props.action}/options`}
    >
      <FormToken viewer={props.viewer} />
      <input type="hidden" name="credential" />
      {props.children}
      <p class="read" data-say="needs-script">
        {words.needsScript}
      </p>
      <div aria-live="polite">
        <p class="err read" data-say="unsupported" hidden>
          {words.unsupported}
        </p>
        <p class="err read" data-say="cancelled" hidden>
          {words.cancelled}
        </p>
        <p class="err read" data-say="exists" hidden>
          {words.exists}
        </p>
        <p class="err read" data-say="failed" hidden>
          {words.failed}
        </p>
      </div>
      <div class="actions">
        <button class="button primary" type="submit" disabled>
          {props.button}
        </button>
      </div>
    </form>
  )
}
