/** Where the browser goes after consent: the redirect URI with Amazon's three parameters added to its own. */
export function callbackUrl(
  redirectUri: string,
  grant: { readonly state: string | undefined; readonly seller: string; readonly code: string },
): string {
  const url = new URL(redirectUri)
  if (grant.state !== undefined) url.searchParams.set('state', grant.state)
  url.searchParams.set('selling_partner_id', grant.seller)
  url.searchParams.set('spapi_oauth_code', grant.code)
  return url.href
}
