/** Variables of the app under test: local, with every development override set to the simulator at the edge. */
const simulator = 'http://127.0.0.1:8788'

export const developmentVariables = {
  PUBLIC_ORIGIN: 'http://localhost:8787',
  AMAZON_AUTHORIZATION: 'live',
  AMAZON_APP_STAGE: 'published',
  AMAZON_APPLICATION_ID: 'amzn1.sp.solution.11111111-2222-3333-4444-555555555555',
  LWA_CLIENT_ID: 'amzn1.application-oa2-client.0123456789abcdef0123456789abcdef',
  LWA_CLIENT_SECRET: 'amzn1.oa2-cs.v1.test-client-secret-MARKED',
  TOKEN_KEYS: JSON.stringify({ active: 'k1', keys: { k1: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' } }),
  MAIL_FROM: 'Mint Hub <accounts@mint-hub.com>',
  SUPPORT_EMAIL: 'support@mint-hub.com',
  LWA_TOKEN_URL: `${simulator}/auth/o2/token`,
  SPAPI_ENDPOINT_NA: `${simulator}/spapi/na`,
  SPAPI_ENDPOINT_EU: `${simulator}/spapi/eu`,
  SPAPI_ENDPOINT_FE: `${simulator}/spapi/fe`,
  SELLER_CENTRAL_ORIGIN: simulator,
  REPORT_DOCUMENT_ORIGIN: simulator,
  MAIL_URL: `${simulator}/mailbox`,
  CLOCK_OFFSET_SECONDS: '0',
}

/** Variables of the simulator under test: it knows the app as Amazon would. */
export const simulatorVariables = {
  APPLICATION_ID: developmentVariables.AMAZON_APPLICATION_ID,
  LWA_CLIENT_ID: developmentVariables.LWA_CLIENT_ID,
  LWA_CLIENT_SECRET: developmentVariables.LWA_CLIENT_SECRET,
  REDIRECT_URI: `${developmentVariables.PUBLIC_ORIGIN}/amazon/callback`,
  LOGIN_URI: `${developmentVariables.PUBLIC_ORIGIN}/amazon/login`,
  SECOND_ORIGIN: 'http://127.0.0.1:8789',
}
