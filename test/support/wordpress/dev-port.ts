const USUAL = 4730;

/**
 * Where the site of a person is reached.
 *
 * @param given The environment's `WORDPRESS_PORT`; 0 takes a free one.
 * @throws Error with place, fault and cure when it is no port.
 * @example readDevPort('8080') // 8080
 */
export function readDevPort(given = ''): number {
  if (given === '') return USUAL;
  const port = Number(given);
  if (!/^\d{1,5}$/.test(given) || port > 65_535)
    throw new Error('[inkling] [WORDPRESS_PORT] it is no port: write a number from 0 to 65535.');
  return port;
}
