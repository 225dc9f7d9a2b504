import { expect, test } from 'vitest'
import { complaints, type Description } from './swagger.ts'

const model: Description = {
  paths: {},
  definitions: {
    Pet: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', pattern: '^[A-Z]' },
        legs: { type: 'integer' },
        weight: { type: 'number' },
        kind: { type: 'string', enum: ['cat', 'dog'] },
        born: { type: 'string', format: 'date-time' },
        friends: { type: 'array', items: { $ref: '#/definitions/Pet' } },
        tag: {
          allOf: [
            { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
            { $ref: '#/definitions/Place' },
          ],
        },
      },
    },
    Place: { type: 'object', properties: { street: { type: 'string' } } },
  },
}
const check = (value: unknown): string[] => complaints(model, { $ref: '#/definitions/Pet' }, value)

test('accepts what fits, through references, arrays and allOf', () => {
  expect(
    check({
      name: 'Tom',
      legs: 4,
      weight: 3.5,
      kind: 'cat',
      born: '2026-11-22T10:00:00Z',
      friends: [{ name: 'Rex' }],
      tag: { id: '1', street: 'Mill Lane' },
    }),
  ).toEqual([])
})

test.each([
  [{}, '$.name: missing'],
  [{ name: 'tom' }, '$.name: not of its pattern'],
  [{ name: 7 }, '$.name: not a string'],
  [{ name: 'Tom', legs: 3.5 }, '$.legs: not an integer'],
  [{ name: 'Tom', weight: '3' }, '$.weight: not a number'],
  [{ name: 'Tom', kind: 'cow' }, '$.kind: not one of the listed values'],
  [{ name: 'Tom', born: 'yesterday' }, '$.born: not a date and time'],
  [{ name: 'Tom', friends: {} }, '$.friends: not an array'],
  [{ name: 'Tom', friends: [{ name: 'Rex' }, {}] }, '$.friends[1].name: missing'],
  [{ name: 'Tom', tag: {} }, '$.tag.id: missing'],
  [{ name: 'Tom', owner: 'Ann' }, '$.owner: not described'],
  [null, '$: not an object'],
])('names what does not fit in %j', (value, complaint) => {
  expect(check(value)).toEqual([complaint])
})
