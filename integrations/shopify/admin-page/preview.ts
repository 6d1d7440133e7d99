/** How the document of a preview is answered, inside the admin and elsewhere: it asks nobody anything, and who frames it is named. */

/**
 * @param around Who may stand around the frame, besides ourselves: `https://quill.myshopify.com https://admin.shopify.com`, or nobody.
 * @example previewHeaders('')['Content-Security-Policy']
 */
export function previewHeaders(around: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    // Each that is around it is asked, the console itself too.
    `frame-ancestors ${["'self'", around].join(' ').trimEnd()}`,
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
  };
}
