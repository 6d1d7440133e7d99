/** The parts that pages use, in whatever skin the console was started with. */
import { type ComponentType, createContext, createElement, useContext } from 'react';
import type { Skin } from './skin.ts';

const SkinContext = createContext<Skin | null>(null);
export const SkinProvider = SkinContext.Provider;

/** A part that looks up its skin when it is drawn. */
function part<Props extends object>(pick: (skin: Skin) => ComponentType<Props>) {
  return function Part(props: Props) {
    const skin = useContext(SkinContext);
    if (skin === null)
      throw new Error('[inkling] [console] a part is drawn without a skin: put SkinProvider around it.');
    return createElement(pick(skin), props);
  };
}

export const Frame = part(({ Frame }) => Frame);
export const Page = part(({ Page }) => Page);
export const Card = part(({ Card }) => Card);
export const Stack = part(({ Stack }) => Stack);
export const Inline = part(({ Inline }) => Inline);
export const Text = part(({ Text }) => Text);
export const Button = part(({ Button }) => Button);
export const Link = part(({ Link }) => Link);
export const ButtonLink = part(({ ButtonLink }) => ButtonLink);
export const Banner = part(({ Banner }) => Banner);
export const Badge = part(({ Badge }) => Badge);
export const Rows = part(({ Rows }) => Rows);
export const Table = part(({ Table }) => Table);
export const ProgressBar = part(({ ProgressBar }) => ProgressBar);
export const Field = part(({ Field }) => Field);
export const TextArea = part(({ TextArea }) => TextArea);
export const Select = part(({ Select }) => Select);
export const Checkbox = part(({ Checkbox }) => Checkbox);
export const EmptyState = part(({ EmptyState }) => EmptyState);
export const Skeleton = part(({ Skeleton }) => Skeleton);
export const Modal = part(({ Modal }) => Modal);
export const Toast = part(({ Toast }) => Toast);
export { Disclosure, Tabs } from './tabs.tsx';
