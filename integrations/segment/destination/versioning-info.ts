/** The version of Inkling's HTTP API that every request names in its path. */
export const INKLING_API_VERSION = 'v1'
