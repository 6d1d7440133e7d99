/** A piece of code, as it is to be written. */
type CodeProps = { readonly children: string };

/** @example <Code>{"inkling('Product Viewed', { product_id: '…' })"}</Code> */
export function Code({ children }: CodeProps) {
  return (
    <pre className="inkling-code">
      <code>{children}</code>
    </pre>
  );
}
