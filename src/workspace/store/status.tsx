import { type Feature, waitingFeatures } from '../../core/roles.ts'
import type { StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { type GlyphName, Status, type Tone } from '../../web/kit.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type Renewal, renewalOf, TONE_OF_STAGE } from './renewal.ts'

/** What the pages say about a store in one word, and whether a new consent is called for. */
export interface Condition {
  readonly word: 'connected' | 'due' | 'over' | 'fenced' | 'quarantined'
  readonly renewal: Renewal
  /** What a role switched on since the consent holds back; empty for a store that stands still. */
  readonly waiting: readonly Feature[]
  /** Amazon is to be asked again: to go on, or for what waits. */
  readonly asksAgain: boolean
}

/** From the directory's row, or from what the object says now in its place. Pure. */
export function conditionOf(
  store: Pick<StoreRecord, 'state' | 'authorizedAtMs' | 'roles'>,
  nowMs: number,
): Condition {
  const renewal = renewalOf(store.authorizedAtMs, nowMs)
  if (store.state !== 'connected') return { word: store.state, renewal, waiting: [], asksAgain: true }
  const waiting = waitingFeatures(store.roles)
  if (renewal.stage === 'over') return { word: 'over', renewal, waiting, asksAgain: true }
  const asksAgain = renewal.stage !== 'calm' || waiting.length > 0
  return { word: asksAgain ? 'due' : 'connected', renewal, waiting, asksAgain }
}

const GLYPHS: Readonly<Record<Condition['word'], GlyphName>> = {
  connected: 'full',
  due: 'half',
  over: 'empty',
  fenced: 'empty',
  quarantined: 'half',
}

function toneOf({ word, renewal }: Condition): Tone {
  if (word === 'fenced' || word === 'quarantined') return 'bad'
  // A role that waits makes a renewal due in a calm year too.
  return word === 'due' && renewal.stage === 'calm' ? 'info' : TONE_OF_STAGE[renewal.stage]
}

/** Glyph and word of a store's condition. */
export const ConditionStatus = (props: { c: WebContext; condition: Condition; tag?: boolean }) => {
  const { word } = props.condition
  return (
    <Status glyph={GLYPHS[word]} tone={toneOf(props.condition)} tag={props.tag === true}>
      {{ en, zh }[props.c.var.language].states[word]}
    </Status>
  )
}
