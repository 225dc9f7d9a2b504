/** The one stylesheet, served at /style.css. A sober ledger like the product's, in another colour, so that nobody mistakes one for the other. */
export const STYLESHEET = `
@layer tokens, base, layout, parts;

@layer tokens {
  :root {
    color-scheme: light dark;
    --canvas: light-dark(oklch(.995 .002 160), oklch(.19 .01 190));
    --surface: light-dark(oklch(.972 .005 170), oklch(.23 .012 190));
    --line: light-dark(oklch(.89 .008 170), oklch(.34 .014 190));
    --line-strong: light-dark(oklch(.61 .016 180), oklch(.58 .018 190));
    --ink: light-dark(oklch(.24 .02 190), oklch(.95 .005 180));
    --ink-2: light-dark(oklch(.42 .02 190), oklch(.80 .01 180));
    --ink-3: light-dark(oklch(.50 .02 190), oklch(.71 .014 180));
    --accent: light-dark(oklch(.44 .085 185), oklch(.80 .09 180));
    --on-accent: light-dark(oklch(.995 .002 160), oklch(.19 .01 190));
    --focus: light-dark(oklch(.50 .16 245), oklch(.82 .10 220));
    --banner: light-dark(oklch(.93 .07 90), oklch(.34 .055 85));
    --on-banner: light-dark(oklch(.32 .06 75), oklch(.94 .06 92));
    --bad: light-dark(oklch(.46 .165 27), oklch(.82 .10 25));
    --ok: light-dark(oklch(.42 .095 155), oklch(.84 .11 155));
    --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans CJK JP", "Noto Sans CJK SC", sans-serif;
    --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
    --small: .875rem;
    --edge: clamp(1rem, 4vw, 2rem);
    --target: 2.25rem;
  }
  @media (pointer: coarse) { :root { --target: 2.75rem; } }
  @media (forced-colors: active) {
    :root { --line: CanvasText; --line-strong: CanvasText; --accent: LinkText; --focus: Highlight; }
  }
}

@layer base {
  *, ::before, ::after { box-sizing: border-box; }
  html { background: var(--canvas); color: var(--ink); font: 100%/1.5 var(--sans); accent-color: var(--accent);
    -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
  body { margin: 0; min-block-size: 100dvh; display: flex; flex-direction: column; }
  h1, h2, h3, p, ul, ol, dl, dd, table, fieldset, pre { margin: 0; padding: 0; border: 0; }
  h1, h2, h3 { font-weight: 600; line-height: 1.25; letter-spacing: -.01em; text-wrap-style: balance; overflow-wrap: anywhere; }
  h1 { font-size: clamp(1.5rem, 1.25rem + 1.2vw, 1.75rem); }
  h2 { font-size: 1.125rem; }
  h3 { font-size: 1rem; }
  p, li, dd { overflow-wrap: break-word; text-wrap-style: pretty; }
  ul, ol { list-style: none; }
  a { color: var(--accent); text-decoration: underline 1px; text-underline-offset: .2em; }
  a:hover { text-decoration-thickness: 2px; }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
  code, pre { font-family: var(--mono); font-size: .9em; overflow-wrap: anywhere; }
  time, .num { font-variant-numeric: tabular-nums; }
  button, input, select { font: inherit; color: inherit; }
}

@layer layout {
  .skip { position: absolute; inset: .5rem auto auto .5rem; z-index: 2; padding: .5rem 1rem; background: var(--canvas); border: 1px solid var(--line-strong); }
  .skip:not(:focus) { clip-path: inset(50%); inline-size: 1px; block-size: 1px; padding: 0; overflow: hidden; white-space: nowrap; }
  .banner { background: var(--banner); color: var(--on-banner); font-size: var(--small); font-weight: 600; text-align: center;
    padding: .375rem var(--edge); border-block-end: 1px solid color-mix(in oklch, var(--on-banner) 35%, transparent); }
  .bar { border-block-end: 1px solid var(--line); font-size: var(--small);
    & > div { display: flex; flex-wrap: wrap; column-gap: 1.5rem; inline-size: min(100%, 68rem); margin-inline: auto; padding-inline: var(--edge); }
    a { display: inline-flex; align-items: center; min-block-size: 2.75rem; color: var(--ink-2); text-decoration: none; }
    a:hover { color: var(--ink); }
    [aria-current] { color: var(--ink); box-shadow: inset 0 -2px var(--ink); @media (width >= 30rem) { font-weight: 600; } }
    @media (width < 30rem) { & > div { column-gap: .75rem; } }
    @media (forced-colors: active) { [aria-current] { text-decoration: underline; } }
  }
  main { flex: 1; inline-size: min(100%, 68rem); margin-inline: auto; padding: 2rem var(--edge) 4rem;
    display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; align-content: start; }
  main.narrow > * { max-inline-size: 44rem; }
  .stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; align-content: start; }
  .ruled { border-block-start: 1px solid var(--line); padding-block-start: 1.25rem; }
  .foot { border-block-start: 1px solid var(--line); font-size: .8125rem; color: var(--ink-3);
    & > p { inline-size: min(100%, 68rem); margin-inline: auto; padding: 1rem var(--edge); } }
}

@layer parts {
  .lead { font-size: 1.125rem; color: var(--ink-2); max-inline-size: 36em; }
  .muted { color: var(--ink-2); max-inline-size: 44em; }
  .small { font-size: var(--small); }
  .facts > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 2rem; padding-block: .75rem; border-block-end: 1px solid var(--line);
    @media (width >= 40rem) { grid-template-columns: 9rem minmax(0, 1fr); } }
  .facts > div:first-child { border-block-start: 1px solid var(--line); }
  .facts dt { color: var(--ink-2); }
  .roles { display: grid; gap: .5rem; small { display: block; font-size: var(--small); color: var(--ink-3); } }
  .list > li { border-block-end: 1px solid var(--line); padding-block: .75rem; }
  .list > li:first-child { border-block-start: 1px solid var(--line); }
  .list p { color: var(--ink-2); }
  .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; }
  .actions > a { display: inline-flex; align-items: center; min-block-size: var(--target); }
  .actions [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
  .button { display: inline-flex; align-items: center; justify-content: center; min-block-size: var(--target); padding: .25rem 1rem; cursor: pointer;
    border: 1px solid var(--line-strong); border-radius: 4px; background: var(--canvas); line-height: 1.25; }
  .button:hover { background: var(--surface); }
  .button.primary { min-block-size: 2.75rem; padding-inline: 1.5rem; background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
  .button.primary:hover { background: color-mix(in oklch, var(--accent), var(--ink) 18%); }
  .button.bad { color: var(--bad); border-color: currentColor; }
  .choice { inline-size: 100%; display: grid; grid-template-columns: minmax(0, 1fr); text-align: start; justify-content: stretch; padding: .875rem 1rem; gap: .125rem; min-block-size: 2.75rem;
    b { font-weight: 600; } span { font-size: var(--small); color: var(--ink-2); } }
  .row { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem; }
  .field { display: grid; gap: .25rem; flex: 1 1 9rem; min-inline-size: min(100%, 8.5rem); max-inline-size: 13rem; }
  label { font-size: var(--small); color: var(--ink-2); }
  input, select { inline-size: 100%; min-block-size: var(--target); padding: .25rem .625rem; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--canvas); }
  .region { overflow-x: auto; overscroll-behavior-x: contain; }
  table { inline-size: 100%; border-collapse: collapse; font-size: var(--small); line-height: 1.4; }
  caption { text-align: start; color: var(--ink-2); padding-block-end: .5rem; }
  th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-block-end: 1px solid var(--line); }
  th:first-child, td:first-child { padding-inline-start: 0; }
  th:last-child, td:last-child { padding-inline-end: 0; }
  thead th { vertical-align: bottom; font-size: .8125rem; color: var(--ink-2); border-block-end-color: var(--line-strong); }
  tbody th { font-weight: 400; }
  th.num, td.num { text-align: end; white-space: nowrap; }
  .nowrap { white-space: nowrap; }
  .wide-text { min-inline-size: 16rem; }
  .bad { color: var(--bad); }
  .ok { color: var(--ok); }
  .mail { display: grid; gap: .5rem; grid-template-columns: minmax(0, 1fr); padding-block: 1.25rem; border-block-end: 1px solid var(--line); }
  .mail:first-child { border-block-start: 1px solid var(--line); }
  .mail .text { white-space: pre-wrap; overflow-wrap: anywhere; max-inline-size: 46em; }
  .meta { font-size: var(--small); color: var(--ink-3); overflow-wrap: anywhere; }
  :is(th, td) .meta { overflow-wrap: break-word; max-inline-size: 24rem; }
  .error-code { font-family: var(--mono); color: var(--bad); }
}
`
