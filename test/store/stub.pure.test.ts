import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/core/fault.ts'
import { newId, storeId } from '../../src/core/id.ts'
import { fail, ok, type Result } from '../../src/core/result.ts'
import { storeObject } from '../../src/store/stub.ts'

interface Reads {
  read: (rows: number) => Promise<Result<number, Fault>>
}

const id = storeId.parse(newId((length) => new Uint8Array(length)))

/** A namespace whose objects do this when they are asked; it counts stubs and questions. */
function namespaceOf(read: Reads['read']) {
  const count = { stubs: 0, questions: 0 }
  const namespace = {
    idFromName: (name: string) => name,
    get: () => {
      count.stubs += 1
      return {
        read: (rows: number) => {
          count.questions += 1
          return read(rows)
        },
      }
    },
  }
  const object = (unavailable?: Fault) =>
    storeObject<Reads>(namespace as unknown as DurableObjectNamespace, { id, region: 'eu' }, unavailable)
  return { count, object }
}

const thrown = (marks: object) => () => Promise.reject(Object.assign(new Error('from the platform'), marks))

describe('I16: an object that the platform does not let answer', () => {
  test.each([
    { state: 'overloaded', marks: { overloaded: true } },
    { state: 'overloaded, though retryable', marks: { overloaded: true, retryable: true } },
    { state: 'retryable', marks: { retryable: true, remote: false } },
    { state: 'reset', marks: { durableObjectReset: true, remote: true } },
  ])('$state: asked once, an expected failure, a fresh stub next time', async ({ marks }) => {
    const { count, object } = namespaceOf(thrown(marks))
    expect(await object().read(1)).toEqual({ ok: false, fault: 'storage-down' })
    expect(count).toEqual({ stubs: 1, questions: 1 })
    expect(await object('exchange-unknown').read(1)).toEqual({ ok: false, fault: 'exchange-unknown' })
    expect(count).toEqual({ stubs: 2, questions: 2 })
  })
})

describe('an object that answers', () => {
  test('is passed on as it is', async () => {
    expect(
      await namespaceOf(async (rows) => ok(rows + 1))
        .object()
        .read(1),
    ).toEqual({ ok: true, value: 2 })
    expect(
      await namespaceOf(async () => fail('store-stopped'))
        .object()
        .read(1),
    ).toEqual({
      ok: false,
      fault: 'store-stopped',
    })
  })

  test.each([{}, { remote: true }, { overloaded: false, retryable: false }])(
    'with a bug of ours (%o) fails loudly',
    async (marks) => {
      await expect(namespaceOf(thrown(marks)).object().read(1)).rejects.toThrow('from the platform')
    },
  )
})
