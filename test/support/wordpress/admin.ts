import { findLink, readForm, readText } from './pages.ts';
import { openSession, type Page, type Session } from './session.ts';

export type Admin = Session & {
  /** Through the form of the admin; a plugin that is there already is replaced by it. On a network: for all of it. */
  uploadPlugin(zip: Uint8Array): Promise<void>;
  /** For the whole network, where there is one. */
  activate(slug: string): Promise<void>;
  deactivate(slug: string): Promise<void>;
  /** Uninstalls it and removes its files; it has to be inactive. */
  remove(slug: string): Promise<void>;
  /** @returns The user's id. */
  createUser(user: NewUser): Promise<number>;
  /** @returns The post's id and address. */
  createPost(post: NewPost): Promise<{ readonly id: number; readonly url: string }>;
  /** A further site of a network, in the subfolder of that name. */
  createSite(name: string): Promise<void>;
  /** A route of the REST API with the nonce of this session; below 400 or a fault. */
  rest(path: string, method?: string, body?: unknown): Promise<unknown>;
};

export type NewUser = {
  readonly user: string;
  readonly email: string;
  readonly password: string;
  readonly role?: string;
};

export type NewPost = { readonly title: string; readonly content?: string; readonly status?: string };

export type Account = {
  readonly url: string;
  readonly isMultisite: boolean;
  readonly user: string;
  readonly password: string;
};

/**
 * Signs in by WordPress's own form; from then on everything goes through its own pages.
 *
 * @throws Error with what the page says when it does not let in.
 * @example const admin = await signIn({ url, isMultisite: false, user: 'admin', password: 'password' });
 */
export async function signIn({ url, isMultisite, user, password }: Account): Promise<Admin> {
  const session = openSession(url);
  await session.get('/wp-login.php');
  const answer = await session.send('/wp-login.php', {
    method: 'POST',
    body: new URLSearchParams({ log: user, pwd: password, testcookie: '1' }),
  });
  const html = await answer.text();
  if (answer.status !== 302) throw new Error(`${user} is not let in: ${readText(html)}`);
  const base = isMultisite ? '/wp-admin/network/' : '/wp-admin/';
  return { ...session, ...managePlugins(session, base), ...createThings(session) };
}

function managePlugins(session: Session, base: string) {
  const list = `${base}plugins.php`;
  const follow = async (slug: string, action: string, outcome: string) => {
    const { html } = await session.get(list);
    const link = findLink(html, [`action=${action}`, `${slug}/`]);
    if (link === null)
      throw new Error(`the list of plugins offers no "${action}" of ${slug}: ${readText(html)}`);
    const page = await session.get(base + link);
    if (!page.url.includes(outcome)) throw new Error(`no "${action}" of ${slug}: ${readText(page.html)}`);
  };
  return {
    uploadPlugin: async (zip: Uint8Array) => {
      const { html } = await session.get(`${base}plugin-install.php?tab=upload`);
      const { action, fields } = readForm(html, 'pluginzip');
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('pluginzip', new File([zip.slice()], 'plugin.zip', { type: 'application/zip' }));
      await finishUpload(session, base, await session.post(action, form));
    },
    activate: (slug: string) => follow(slug, 'activate', 'activate=true'),
    deactivate: (slug: string) => follow(slug, 'deactivate', 'deactivate=true'),
    remove: async (slug: string) => {
      const { html } = await session.get(list);
      const link = findLink(html, ['action=delete-selected', `${slug}/`]);
      if (link === null)
        throw new Error(`the list of plugins does not offer to delete ${slug}: ${readText(html)}`);
      const asked = await session.get(base + link);
      const { fields } = readForm(asked.html, 'verify-delete');
      const done = await session.post(list, fields);
      const isThere = done.html.includes(`data-plugin="${slug}/`);
      if (isThere || !done.url.includes('deleted=')) throw new Error(`${slug} stays: ${readText(done.html)}`);
    },
  };
}

/** What was there before is replaced on a second click. */
async function finishUpload(session: Session, base: string, page: Page): Promise<void> {
  const replace = findLink(page.html, ['action=upload-plugin', 'overwrite=']);
  const last = replace === null ? page : await session.get(base + replace);
  const isInstalled = /installed successfully|updated successfully/.test(last.html);
  if (!isInstalled) throw new Error(`the plugin is not installed: ${readText(last.html)}`);
}

function createThings(session: Session) {
  let nonce: string | undefined;
  const rest = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
    nonce ??= (await session.get('/wp-admin/admin-ajax.php?action=rest-nonce')).html;
    const answer = await session.send(`/wp-json${path}`, {
      method,
      headers: { 'x-wp-nonce': nonce, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    rest,
    createUser: async ({ user, role = 'subscriber', email, password }: NewUser) => {
      const fields = { username: user, email, password, roles: [role] };
      const made = (await rest('/wp/v2/users', 'POST', fields)) as { id: number };
      return made.id;
    },
    createPost: async ({ title, content = '', status = 'publish' }: NewPost) => {
      const fields = { title, content, status };
      const made = (await rest('/wp/v2/posts', 'POST', fields)) as { id: number; link: string };
      return { id: made.id, url: made.link };
    },
    createSite: async (name: string) => {
      const { html } = await session.get('/wp-admin/network/site-new.php');
      const { action, fields } = readForm(html, 'blog[domain]');
      const filled = { 'blog[domain]': name, 'blog[title]': name, 'blog[email]': 'admin@example.com' };
      const page = await session.post(action, { ...fields, ...filled });
      if (!page.url.includes('update=added')) throw new Error(`no site ${name}: ${readText(page.html)}`);
    },
  };
}
