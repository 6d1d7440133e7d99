/** A condition as a tree to read. */
import { Text } from '../../ui/ui.ts';
import type { TreeNode } from '../../view-models/segment-tree.ts';

export function Tree({ node }: { readonly node: TreeNode }) {
  return (
    <ul className="inkling-tree">
      <Branch node={node} />
    </ul>
  );
}

function Branch({ node: { text, children } }: { readonly node: TreeNode }) {
  return (
    <li>
      <Text as="span" look={children.length === 0 ? 'body' : 'strong'}>
        {text}
      </Text>
      {children.length > 0 && (
        <ul className="inkling-tree">
          {children.map((child) => (
            <Branch key={child.key} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}
