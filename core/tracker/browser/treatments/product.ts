/** A product by its picture and its name, which leads to it. */
import type { ShownProduct } from '../../../decisions/treatment.ts';
import type { Child } from './element.ts';
import type { Hands } from './kind.ts';
import type { Tools } from './parts.ts';

export function nameProduct(
  { make, picture, readAddress }: Tools,
  { title, url, image }: ShownProduct,
  hands: Hands,
): readonly Child[] {
  const href = readAddress(url);
  const name = make(href ? 'a' : 'span', { href }, title);
  name.onclick = () => href && hands.act('clicked');
  return [picture(image, ''), name];
}
