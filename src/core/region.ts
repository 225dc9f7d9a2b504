import * as z from 'zod'

/** Amazon's three selling regions: one endpoint, one authorization per seller and region. */
export const region = z.enum(['na', 'eu', 'fe'])
export type Region = z.infer<typeof region>
