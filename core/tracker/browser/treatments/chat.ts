/**
 * Opens the chat that the shop has, by the call that its maker gives to pages. Shopify Inbox documents none: its
 * element `shopify-chat` answers to `show()`, and the one before it, `inbox-online-store-chat`, has a button in an open
 * shadow root.
 */
import type { ChatPrompt } from '../../../decisions/treatment.ts';

type Provider = ChatPrompt['provider'];
type Finder = () => (() => unknown) | null | undefined;

declare global {
  interface Window {
    /** https://developers.intercom.com/installing-intercom/web/methods */
    Intercom?: (command: string) => void;
    /** https://docs.crisp.chat/guides/chatbox-sdks/web-sdk/dollar-crisp/ */
    $crisp?: { push(command: readonly [string, string]): void };
    /** https://developer.tawk.to/jsapi/ */
    Tawk_API?: { maximize?(): void };
  }
}

const FINDERS: { readonly [provider in Provider]: Finder } = {
  shopify() {
    const chat: (Element & { show?(): void }) | null = document.querySelector('shopify-chat');
    const earlier = document.querySelector('inbox-online-store-chat:not([is-open=true])')?.shadowRoot;
    const toggle = earlier?.querySelector<HTMLElement>('[data-spec=toggle-button],.chat-toggle');
    return chat?.show ? () => chat.show?.() : toggle && (() => toggle.click());
  },
  intercom: () => self.Intercom && (() => self.Intercom?.('show')),
  crisp: () => self.$crisp && (() => self.$crisp?.push(['do', 'chat:open'])),
  tawk: () => self.Tawk_API?.maximize && (() => self.Tawk_API?.maximize?.()),
};

/** @returns what opens it; nothing where the page has no such chat (yet). */
export const findChat = (provider: Provider): ReturnType<Finder> => FINDERS[provider]?.();
