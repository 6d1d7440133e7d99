/** Links of ours are followed without loading the document anew. */
import { createContext, type MouseEvent, useContext } from 'react';
import type { FrameProps } from '../../ui/skin.ts';

export const FollowContext = createContext<FrameProps['onFollow']>(() => false);

/** What an `a` does when it is pressed. @example <a href={href} onClick={useFollow(href)}>Segments</a> */
export function useFollow(href: string): (event: MouseEvent) => void {
  const onFollow = useContext(FollowContext);
  return (event) => {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (isPlain && onFollow(href)) event.preventDefault();
  };
}
