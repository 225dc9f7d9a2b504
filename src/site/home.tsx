import { type Context, Hono } from 'hono'
import type { App } from '../context.ts'
import type { Language } from '../core/language.ts'
import { page } from '../web/page.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { Specimen } from './specimen.tsx'

type Words = typeof en

/** The home page in both languages, each at its own address. */
export const siteRoutes = new Hono<App>()
  .get('/en', (c) => c.redirect('/en/', 301))
  .get('/zh', (c) => c.redirect('/zh/', 301))
  .get('/en/', (c) => homePage(c, 'en'))
  .get('/zh/', (c) => homePage(c, 'zh'))

function homePage(c: Context<App>, language: Language): Response {
  const words = { en, zh }[language]
  return page(
    c,
    {
      title: words.title,
      description: words.description,
      canonical: `/${language}/`,
      alternate: language === 'en' ? '/zh/' : '/en/',
      indexed: true,
    },
    <>
      <div class="opening">
        <div class="stack">
          <h1 class="hero">{words.promise}</h1>
          <p class="lead">{words.lead}</p>
          <CallToAction c={c} words={words} />
        </div>
        <Specimen language={language} />
      </div>
      <section class="thirds" aria-label={words.factsLabel}>
        {words.facts.map(({ title, text }) => (
          <div>
            <h2>{title}</h2>
            <p>{text}</p>
          </div>
        ))}
      </section>
      <div class="halves">
        <Roles words={words.roles} />
        <section aria-labelledby="leave">
          <h2 id="leave">{words.leave.title}</h2>
          <ol class="numbered small muted">
            {words.leave.steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="planned">
          <h2 id="planned">{words.planned.title}</h2>
          <p class="quiet">{words.planned.aside}</p>
          <ul class="bullets small muted">
            {words.planned.items.map((item) => (
              <li>{item}</li>
            ))}
          </ul>
        </section>
      </div>
    </>,
  )
}

/** Follows AMAZON_AUTHORIZATION: under `coming-soon` nobody is sent to a page that turns them away. */
const CallToAction = ({ c, words }: { c: Context<App>; words: Words }) => {
  const live = c.var.config.AMAZON_AUTHORIZATION === 'live'
  const signedIn = c.var.viewer !== undefined
  const hint = !live ? 'soon' : signedIn ? 'signedIn' : 'anonymous'
  return (
    <div class="actions">
      {live ? (
        <a class="button primary" href={signedIn ? '/connect' : '/sign-up'}>
          {words.connect}
        </a>
      ) : signedIn ? null : (
        <a class="button primary" href="/sign-up">
          {words.signUp}
        </a>
      )}
      <span class="small quiet">{words.connectHint[hint]}</span>
    </div>
  )
}

const Roles = ({ words }: { words: Words['roles'] }) => (
  <section class="region" aria-labelledby="roles" tabindex={0}>
    <table class="plain cards">
      <caption>
        <h2 id="roles">{words.title}</h2>
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.role}</th>
          <th scope="col">{words.read}</th>
          <th scope="col">{words.use}</th>
        </tr>
      </thead>
      <tbody>
        {words.rows.map(([role, read, use]) => (
          <tr>
            <th scope="row">{role}</th>
            <td data-label={words.read}>{read}</td>
            <td data-label={words.use}>{use}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
