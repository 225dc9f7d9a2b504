import { at, isCode, programOf, type Rule, walk } from './source.ts'

/** Where a secret may leave its wrapper: sealing and opening, the body of a token request, the header of a call. */
const MAY_REVEAL: ReadonlySet<string> = new Set([
  'src/vault/token.ts',
  'src/vault/keyring.ts',
  'src/amazon/lwa.ts',
  'src/amazon/spapi.ts',
])

/**
 * Where a setting that holds a secret may be named: where it is parsed, where it is used, and where an object hands it
 * on as a slice. app.tsx names them to leave them out of what pages see.
 */
const HANDED_ON = [/^src\/env\.ts$/, /^src\/objects\.ts$/, /^src\/store\/open\.ts$/, /^src\/app\.tsx$/]
const MAY_NAME: Readonly<Record<string, readonly RegExp[]>> = {
  TOKEN_KEYS: [...HANDED_ON, /^src\/vault\//],
  LWA_CLIENT_SECRET: [...HANDED_ON, /^src\/amazon\/lwa\.ts$/],
  LWA_CLIENT_SECRET_NEXT: HANDED_ON,
}

export const secretsAreRevealedInFewPlaces: Rule = (files) =>
  files
    .filter((file) => isCode(file) && file.path.startsWith('src/') && !MAY_REVEAL.has(file.path))
    .flatMap((file) => {
      const found: string[] = []
      walk(programOf(file), (node) => {
        const isReveal =
          node.type === 'MemberExpression' &&
          ((node.property.type === 'Identifier' && node.property.name === 'reveal') ||
            (node.property.type === 'Literal' && node.property.value === 'reveal'))
        if (isReveal) found.push(`${at(file, node.start)}: reveals a secret and is not on the list`)
      })
      return found
    })

export const secretSettingsAreReadInFewPlaces: Rule = (files) =>
  files
    .filter((file) => isCode(file) && file.path.startsWith('src/'))
    .flatMap((file) =>
      Object.entries(MAY_NAME).flatMap(([name, places]) => {
        if (places.some((place) => place.test(file.path))) return []
        const found = new Set<string>()
        walk(programOf(file), (node) => {
          const names =
            (node.type === 'Identifier' && node.name === name) ||
            (node.type === 'Literal' && node.value === name)
          if (names) found.add(`${at(file, node.start)}: reads ${name} and is not on the list`)
        })
        return [...found]
      }),
    )
