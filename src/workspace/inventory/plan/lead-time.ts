import { type Day, daysBetween } from '../../../core/day.ts'

/** From the order at the supplier to units for sale at Amazon, in this order. Whole days each. */
export const STAGES = ['production', 'domestic', 'freight', 'receiving'] as const
export type Stage = (typeof STAGES)[number]
export type Stages = Readonly<Record<Stage, number>>

export const MODES = ['sea', 'air', 'truck', 'domestic'] as const
export type Mode = (typeof MODES)[number]

/**
 * How a total is split where the seller entered no stages, by an ordinary order of each kind (days): made in 25; by sea
 * 5 to the port, 35 on the water, 10 until received; by air 4, 8, 8; by truck across a border 3, 8, 9; within the
 * country 0, 4, 8. Ours, to be entered better by whoever knows better.
 */
const ORDINARY: Readonly<Record<Mode, Stages>> = {
  sea: { production: 25, domestic: 5, freight: 35, receiving: 10 },
  air: { production: 25, domestic: 4, freight: 8, receiving: 8 },
  truck: { production: 25, domestic: 3, freight: 8, receiving: 9 },
  domestic: { production: 25, domestic: 0, freight: 4, receiving: 8 },
}

/** Days of all stages. */
export const totalDays = (stages: Stages): number =>
  stages.production + stages.domestic + stages.freight + stages.receiving

/**
 * Splits a total (whole days) by the mode's ordinary shares into whole days that add up to it: each share's running sum
 * is rounded, so the days left after a stage, by which inbound units land, never shrink when the total grows.
 */
export function stagesOf(total: number, mode: Mode): Stages {
  const ordinary = ORDINARY[mode]
  const scale = total / totalDays(ordinary)
  const made = Math.round(ordinary.production * scale)
  const left = Math.round((ordinary.production + ordinary.domestic) * scale)
  const landed = Math.round((ordinary.production + ordinary.domestic + ordinary.freight) * scale)
  return { production: made, domestic: left - made, freight: landed - left, receiving: total - landed }
}

/** How far inbound units have come, as Amazon's summaries count them. */
export const INBOUND = ['receiving', 'shipped', 'working'] as const
export type Inbound = (typeof INBOUND)[number]

/** Days a seller entered for units of that state, in place of the rule. */
export type EnteredLandings = Readonly<Partial<Record<Inbound, Day | undefined>>>

/**
 * In how many days inbound units are for sale: receiving = the receiving stage; shipped = freight + receiving; working =
 * domestic + freight + receiving. Or as entered; an entered day that has passed while units are still inbound was wrong,
 * and the rule holds again.
 */
export function landingDays(of: {
  readonly state: Inbound
  readonly stages: Stages
  readonly entered: EnteredLandings
  readonly today: Day
}): { readonly days: number; readonly by: 'rule' | 'entered' } {
  const { stages, entered, today } = of
  const chosen = entered[of.state]
  const days = chosen === undefined ? -1 : daysBetween(today, chosen)
  return days >= 0 ? { days, by: 'entered' } : { days: byRule(of.state, stages), by: 'rule' }
}

function byRule(state: Inbound, { domestic, freight, receiving }: Stages): number {
  if (state === 'receiving') return receiving
  return state === 'shipped' ? freight + receiving : domestic + freight + receiving
}
