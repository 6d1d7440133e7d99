/** What a MongoDB address says that may be shown: never who logs in, nor with what. */

const DATABASE = 'inkling';
/** https://www.mongodb.com/docs/manual/reference/connection-string */
const SHAPE = /^mongodb(?:\+srv)?:\/\/(?:[^/?]*@)?([^@/?]+)(?:\/([^?]*))?(?:\?.*)?$/;

/**
 * Hosts with their ports, and the database: `inkling` where the address names none. Null for an address that is none.
 *
 * @example readAddress('mongodb://ann:secret@db1,db2:27018/shop') // { hosts: 'db1,db2:27018', database: 'shop' }
 */
export function readAddress(url: string): { readonly hosts: string; readonly database: string } | null {
  const [, hosts, path = ''] = SHAPE.exec(url) ?? [];
  if (hosts === undefined) return null;
  try {
    const database = decodeURIComponent(path);
    return { hosts, database: database === '' ? DATABASE : database };
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return null;
  }
}
