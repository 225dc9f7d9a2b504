/**
 * Passkey ceremonies: fetches the options, lets the browser ask the person, posts the form with the answer. Converts
 * by hand instead of parseCreationOptionsFromJSON and toJSON, which older browsers lack and some password managers
 * break. Every sentence stands in the page; this shows one of them.
 */
const form = document.querySelector('form[data-ceremony]')
if (form) prepare(form)

function prepare(form) {
  const button = form.querySelector('button[type=submit]')
  say(form, undefined)
  if (!window.PublicKeyCredential) return say(form, 'unsupported')
  button.disabled = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    say(form, undefined)
    const problem = await run(form)
    if (problem === undefined) return
    say(form, problem)
    button.disabled = false
    button.focus()
  })
}

/** The problem to name, or undefined when the form is on its way. */
async function run(form) {
  try {
    const options = await optionsFor(form)
    if (options === undefined) return 'failed'
    const create = form.dataset.ceremony === 'create'
    const shown = create
      ? await navigator.credentials.create({ publicKey: forCreating(options) })
      : await navigator.credentials.get({ publicKey: forShowing(options) })
    if (!shown) return 'cancelled'
    form.elements.credential.value = JSON.stringify(asJson(shown))
    form.submit()
    return undefined
  } catch (thrown) {
    if (thrown.name === 'InvalidStateError') return 'exists'
    return thrown.name === 'NotAllowedError' || thrown.name === 'AbortError' ? 'cancelled' : 'failed'
  }
}

async function optionsFor(form) {
  const body = new URLSearchParams()
  const token = form.elements.form_token
  if (token) body.set('form_token', token.value)
  const response = await fetch(form.dataset.options, { method: 'POST', body, redirect: 'error' })
  return response.ok ? response.json() : undefined
}

function forCreating(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials.map((known) => ({ ...known, id: bytes(known.id) })),
  }
}

function forShowing(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: [] }
}

function asJson(shown) {
  const { response } = shown
  const credential = { id: shown.id, rawId: base64url(shown.rawId), type: shown.type }
  const clientDataJSON = base64url(response.clientDataJSON)
  if (response.attestationObject) {
    const transports = response.getTransports ? response.getTransports() : []
    return {
      ...credential,
      response: { clientDataJSON, attestationObject: base64url(response.attestationObject), transports },
    }
  }
  return {
    ...credential,
    response: {
      clientDataJSON,
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
      userHandle: response.userHandle ? base64url(response.userHandle) : '',
    },
  }
}

function say(form, which) {
  for (const sentence of form.querySelectorAll('[data-say]')) sentence.hidden = sentence.dataset.say !== which
}

function bytes(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

function base64url(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
