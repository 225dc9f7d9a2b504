/** What a SKU of a hostile seller is known by. */
interface Identity {
  readonly index: number
  readonly sku: string
  readonly asin: string
}

const MARKUP = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
const RIGHT_TO_LEFT = '\u202e'
const ISOLATE = '\u2066'

/** What breaks careless readers: markup, formulas, direction marks, length, quotes. one leading tab. */
const ATTACKS: readonly ((name: string) => Partial<{ sku: string; name: string; asin: string }>)[] = [
  (name) => ({ sku: '<b onmouseover=alert(1)>SKU</b>', name: `${MARKUP} ${name}` }),
  (name) => ({ sku: '=HYPERLINK("http://127.0.0.1/","x")', name: `=cmd|' /C calc'!A0 ${name}` }),
  (name) => ({ sku: '+1+1-SUM(A1:A9)', name: `+${name}` }),
  (name) => ({ sku: '-2+3+cmd', name: `-${name}` }),
  (name) => ({ sku: '@SUM(1,1)', name: `@${name}` }),
  (name) => ({ sku: `RTL-${RIGHT_TO_LEFT}exe.cod`, name: `${ISOLATE}${RIGHT_TO_LEFT}${name}` }),
  (name) => ({ sku: `LONG-${'W'.repeat(35)}`, name: `${name} ${'Wide'.repeat(100)}`.slice(0, 400) }),
  (name) => ({ sku: `Q"'\`,;|QUOTE`, name: `"${name}", 'it''s'; ${'`'}$(x)${'`'}, {{7*7}} %0a` }),
  (name) => ({ sku: '00000000000000000042', name: ` ${name} ` }),
  (name) => ({ sku: "';DROP TABLE sku;--", name: `\t=1+1 ${name}\u200b` }),
  (name) => ({ sku: '../../etc/%2e%2e', name: `javascript:alert(1) ${name}` }),
  (name) => ({ asin: 'B0<u>"&amp;', name: `${name} &lt;b&gt; &#x202e; \ud83e\uddf5` }),
]

/** The identity of one of the first SKUs of a hostile seller; of the rest nothing changes. */
export function hostileIdentity(
  { index }: Identity,
  name: string,
): Partial<{ sku: string; name: string; asin: string }> {
  const attack = index % 3 === 1 ? ATTACKS[(index - 1) / 3] : undefined
  return attack?.(name) ?? {}
}
