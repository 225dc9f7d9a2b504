import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { WebEnv } from '../../src/web/context.ts'
import {
  ErrorSummary,
  Field,
  type FormFault,
  FormToken,
  fieldErrors,
  readForm,
  SelectField,
} from '../../src/web/form.tsx'
import { nameAndNote, ORIGIN, OWN_FORM, post, shell, viewerWith } from './harness.ts'

const app = shell()
app.post('/form', async (c) => c.json(await readForm(c, nameAndNote)))
app.post('/skus', async (c) => c.json(await readForm(c, nameAndNote, { exempt: ['note'] })))
app.post('/twice', async (c) => c.json([await readForm(c, nameAndNote), await readForm(c, nameAndNote)]))

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const form = async (fields: Record<string, string> | string, path = '/form') => {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()
  return (await post(app, path, body)).json()
}

describe('a form', () => {
  test('is read into its schema, without its token', async () => {
    expect(await form({ name: ' Ada ', note: '', form_token: 'x' })).toEqual({
      ok: true,
      value: { name: 'Ada', note: '' },
    })
  })

  test('may be read more than once', async () => {
    expect(await form({ name: 'Ada', note: '' }, '/twice')).toMatchObject([{ ok: true }, { ok: true }])
  })

  test.each([
    ['an empty field', { name: '', note: 'n' }, { name: 'required' }],
    ['a blank field', { name: '  ', note: 'n' }, { name: 'required' }],
    ['an absent field', { name: 'Ada' }, { note: 'required' }],
    ['a field that does not fit', { name: 'A'.repeat(21), note: 'n' }, { name: 'invalid' }],
  ])('with %s says which, and keeps what was typed', async (_, fields, faults) => {
    expect(await form(fields)).toEqual({
      ok: false,
      fault: { fault: 'bad-input', fields: faults, values: fields },
    })
  })

  test('with a field given twice is refused', async () => {
    expect(await form('name=a&name=b&note=')).toMatchObject({ ok: false, fault: { fault: 'bad-input' } })
  })

  test.each([
    ['an access key id', `my key is ${KEY}`],
    ['a secret key', SECRET],
    ['a refresh token', 'Atzr|IwEBIexample'],
    ['an encoded refresh token', 'Atzr%7CIwEBIexample'],
    ['an MWS token', 'amzn.mws.4ea38b7b-f563-7709-4bae-87aeaEXAMPLE'],
    ['a client secret', 'amzn1.oa2-cs.v1.0123456789abcdef'],
  ])('with %s is refused, and the value is given back nowhere', async (_, note) => {
    const answer = await form({ name: 'Ada', note })
    expect(answer).toEqual({
      ok: false,
      fault: { fault: 'pasted-secret', fields: { note: 'pasted-secret' }, values: { name: 'Ada' } },
    })
  })

  test('with a key in a field that nobody asked for, or as a name, is refused', async () => {
    expect(await form({ name: 'Ada', note: '', other: KEY })).toMatchObject({
      fault: { fields: { other: 'pasted-secret' } },
    })
    const named = await form({ name: 'Ada', note: '', [KEY]: '1' })
    expect(named).toEqual({
      ok: false,
      fault: { fault: 'pasted-secret', fields: {}, values: { name: 'Ada', note: '' } },
    })
  })

  test('takes what looks like a key in a field that is exempt', async () => {
    expect(await form({ name: 'Ada', note: KEY }, '/skus')).toMatchObject({ ok: true })
    expect(await form({ name: KEY, note: KEY }, '/skus')).toMatchObject({
      fault: { fields: { name: 'pasted-secret' } },
    })
  })

  test.each([
    ['another content type', { ...OWN_FORM, 'content-type': 'text/plain' }, 'name=Ada&note='],
    ['a multipart body', { ...OWN_FORM, 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['no content type', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, new Uint8Array([97])],
    ['more than 64 KB', OWN_FORM, `name=Ada&note=${'n'.repeat(65_536)}`],
    ['a body that is not UTF-8', OWN_FORM, new Uint8Array([0x6e, 0xff, 0xfe])],
  ])('with %s is not read', async (_, headers, body) => {
    const answer = await (await post(app, '/form', body, headers)).json()
    expect(answer).toEqual({ ok: false, fault: { fault: 'bad-input', fields: {}, values: {} } })
  })

  test('of more than 64 KB without a length is cut off, not collected', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384
        if (sent > 10_000_000) return controller.close()
        controller.enqueue(new Uint8Array(16_384).fill(97))
      },
    })
    const request = new Request(`${ORIGIN}/form`, { method: 'POST', headers: OWN_FORM, body })
    expect(await (await app.request(request)).json()).toMatchObject({ fault: { fault: 'bad-input' } })
    expect(sent).toBeLessThan(1_000_000)
  })

  test('is not read by a route that the guard does not stand before', async () => {
    const bare = new Hono<WebEnv>()
    bare.post('/form', async (c) => c.json(await readForm(c, nameAndNote)))
    expect(await (await post(bare, '/form', 'name=Ada&note=')).json()).toMatchObject({
      fault: { fault: 'cross-site' },
    })
  })
})

describe('what a form shows after a fault', () => {
  const words = {
    name: { required: 'Enter a name', invalid: 'A name has at most 20 letters' },
    note: { invalid: 'Write a note' },
  }
  const fault: FormFault = {
    fault: 'bad-input',
    fields: { note: 'required', name: 'invalid' },
    values: { name: '<b>' },
  }

  test('is one message a field, in the order of the form', () => {
    expect(Object.entries(fieldErrors(fault, words, 'en'))).toEqual([
      ['name', 'A name has at most 20 letters'],
      ['note', 'Write a note'],
    ])
  })

  test('has the same words above and at the field, linked and tied', () => {
    const errors = fieldErrors(fault, words, 'en')
    const above = String(<ErrorSummary language="en" fault={fault} errors={errors} />)
    const field = String(
      <Field name="name" label="Name" hint="Any" errors={errors} value={fault.values['name']} />,
    )
    expect(above).toContain('role="alert"')
    expect(above).toContain('2 entries need another look')
    expect(above).toContain('<a href="#field-name">A name has at most 20 letters</a>')
    expect(field).toContain('<label for="field-name">Name</label>')
    expect(field).toContain('<span class="err" id="field-name-error">A name has at most 20 letters</span>')
    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('aria-describedby="field-name-hint field-name-error"')
    expect(field).toContain('value="&lt;b&gt;"')
  })

  test.each(['en', 'zh'] as const)('tells in %s how to replace a pasted key, without a link', (language) => {
    const pasted: FormFault = { fault: 'pasted-secret', fields: { note: 'pasted-secret' }, values: {} }
    const above = String(
      <ErrorSummary language={language} fault={pasted} errors={fieldErrors(pasted, words, language)} />,
    )
    expect(above).toContain(language === 'en' ? 'It was not stored' : '没有保存')
    expect(above).toContain('IAM')
    expect(above.match(/<a /g)).toHaveLength(1)
  })

  test('says one sentence when no field is at fault', () => {
    const whole: FormFault = { fault: 'bad-input', fields: {}, values: {} }
    const above = String(<ErrorSummary language="en" fault={whole} errors={{}} />)
    expect(above).toContain('Nothing was stored')
    expect(above).not.toContain('<a ')
  })

  test('is nothing at a field without a fault', () => {
    const field = String(<Field name="sku" label="SKU" code />)
    expect(field).not.toMatch(/aria-|class="err"/)
    expect(field).toContain('spellcheck="false"')
    const select = String(
      <SelectField
        name="country"
        label="Country"
        value="b"
        options={[
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ]}
      />,
    )
    expect(select).toContain('<option value="b" selected="">B</option>')
    expect(select).toContain('<option value="a">A</option>')
  })

  test('carries the token of the session, and none without one', () => {
    expect(String(<FormToken viewer={viewerWith('abc')} />)).toBe(
      '<input type="hidden" name="form_token" value="abc"/>',
    )
    expect(String(<FormToken viewer={undefined} />)).toBe('')
  })
})
