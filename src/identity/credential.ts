import { decodeClientDataJSON } from '@simplewebauthn/server/helpers'
import * as z from 'zod'

/** Anything in WebAuthn's JSON that is bytes. 64 KB is the whole form's bound. */
const bytes = z
  .string()
  .min(1)
  .max(65_536)
  .regex(/^[A-Za-z0-9_-]+$/)
const credentialId = bytes.max(1400) // WebAuthn, 4: a credential id has at most 1023 bytes

const transports = z
  .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
  .catch([])

const registration = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: bytes, attestationObject: bytes, transports }),
})
export type NewCredential = z.infer<typeof registration>

const assertion = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes,
  }),
})
export type ShownCredential = z.infer<typeof assertion>

/** The form field `credential`: the browser's answer as JSON. */
const jsonField = z
  .string()
  .max(65_536)
  .transform((field, context) => {
    try {
      return JSON.parse(field) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' })
      return z.NEVER
    }
  })
export const newCredentialField = jsonField.pipe(registration)
export const shownCredentialField = jsonField.pipe(assertion)

/** A ceremony run inside another site's frame. We have none: it is refused, whatever origin it names. */
export const isFramed = (clientDataJSON: string): boolean =>
  decodeClientDataJSON(clientDataJSON).crossOrigin === true
