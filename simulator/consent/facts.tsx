import { REGION_NAMES, type Seller } from '../sellers/sellers.ts'
import type { World } from '../world.ts'
import { APPLICATION_NAME, type Application, ROLES } from './application.ts'
import type { SignedIn } from './session.ts'
import { signInUrl } from './sign-in.tsx'

/** Who is signed in, with the way to be somebody else. Rows of a `<dl class="facts">`, as are the others here. */
export function SignedInFact({ who, switchUrl }: { who: SignedIn; switchUrl: string }) {
  return (
    <div>
      <dt>Signed in as</dt>
      <dd>
        {who.user === 'secondary' && 'A secondary user of '}
        <b>{who.seller.name}</b>, <code>{who.seller.id}</code>
        <br />
        <a href={switchUrl}>Sign in as another seller</a>
      </dd>
    </div>
  )
}

/** Sign-in again, over whoever is signed in, and back to `here`. */
export const switchUrlFrom = (world: World, here: string): string =>
  `${signInUrl(here, world.variables.SECOND_ORIGIN)}&switch=yes`

/** The application by name, stage and id. */
export function ApplicationFact({ application }: { application: Application }) {
  return (
    <div>
      <dt>Application</dt>
      <dd>
        <b>{APPLICATION_NAME}</b>
        {application.stage === 'draft' && ' (draft)'}
        <br />
        <code class="small">{application.application_id}</code>
      </dd>
    </div>
  )
}

/** The seller's region and its marketplaces. */
export function RegionFact({ seller }: { seller: Seller }) {
  return (
    <div>
      <dt>Region</dt>
      <dd>
        {REGION_NAMES[seller.region]}: {seller.marketplaces.map((one) => one.name).join(', ')}
      </dd>
    </div>
  )
}

/** The application's roles and what each lets it read. */
export function RolesFact() {
  return (
    <div>
      <dt>Roles</dt>
      <dd>
        <ul class="roles">
          {ROLES.map((role) => (
            <li>
              {role.name}
              <small>{role.reads}</small>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  )
}
