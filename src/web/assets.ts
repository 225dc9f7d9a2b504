/**
 * Addresses of the static files that pages name. `v` is the start of the file's SHA-256 (test/web/assets.pure.test.ts
 * holds it), or the package's version: `static/_headers` lets browsers keep these for a year.
 */
export const APP_CSS = '/css/app.css?v=64c92be01d'
/** Only where a chart is. */
export const CHART_CSS = '/css/chart.css?v=74babe7007'
export const HTMX = '/vendor/htmx.min.js?v=4.0.1'
export const PASSKEY = '/js/passkey.js'
export const ICON = '/icon.svg'
