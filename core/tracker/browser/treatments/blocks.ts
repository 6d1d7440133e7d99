/** Kinds that belong into the flow of a page: content and trust signals. */
import type { TrustSignals } from '../../../decisions/treatment.ts';
import type { Show } from './kind.ts';
import type { Tools } from './parts.ts';

export const showContent =
  ({ actions, anchor, closing, naming, picture, say }: Tools): Show<'content'> =>
  ({ title, text, image, action }, hands) => ({
    nodes: [
      picture(image?.url, image?.alt ?? '', 'broad'),
      title && naming(title),
      title ? say('p', text) : naming(text, 'p'),
      actions(anchor(hands, action), closing(hands)),
    ],
  });

const ICONS: { readonly [name in TrustSignals['signals'][number]['icon']]: string } = {
  delivery:
    'M1 6h13v10H1zM14 9h4l4 4v3h-8M6 20a2 2 0 0 0 0-4 2 2 0 0 0 0 4M18 20a2 2 0 0 0 0-4 2 2 0 0 0 0 4',
  returns: 'M8 5 3 10l5 5M3 10h12a5 5 0 0 1 0 10H9',
  payment: 'M2 5h20v14H2zM2 10h20M6 15h4',
  support: 'M4 14v-2a8 8 0 0 1 16 0v2M3 14h4v6H3zM17 14h4v6h-4z',
  warranty: 'M12 2l8 3v6c0 5-3 9-8 11-5-2-8-6-8-11V5zM8 12l3 3 5-6',
  privacy: 'M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4M12 15v2',
};

/** Strokes on a 24 by 24 grid. */
function draw(path: string): Element {
  const create = (name: string): Element => document.createElementNS('http://www.w3.org/2000/svg', name);
  const [svg, stroke] = [create('svg'), create('path')];
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  stroke.setAttribute('d', path);
  svg.append(stroke);
  return svg;
}

export const showTrust =
  ({ actions, closing, make, naming, say }: Tools): Show<'trust'> =>
  ({ title, signals }, hands) => {
    const items = signals.map(({ icon, text }) => make('li', {}, draw(ICONS[icon]), say('span', text)));
    return { nodes: [title && naming(title), make('ul', {}, ...items), actions(closing(hands))] };
  };
