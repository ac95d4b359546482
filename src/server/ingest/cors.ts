/** Browsers send from any origin, so every answer says so, errors included: a page cannot read an answer without it. */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
  // For pages that only embed what says it may be embedded (COEP: require-corp).
  'cross-origin-resource-policy': 'cross-origin',
}

/** The answer to a browser that asks first, as Sentry's gateway gives it. */
export const preflightHeaders = {
  ...corsHeaders,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers':
    'x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type, authentication, authorization, content-encoding, transfer-encoding',
  'access-control-max-age': '3600',
}
