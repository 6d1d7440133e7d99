<?php
/**
 * What visitors put into their carts and take out of them.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The server knows carts better than pages do: a grid of products tells a page that something was added, but not what.
 * So the server reports them, and pages do not. What counts is an act of the visitor: a cart that is read back from the
 * session, filled by a link in a mail, or priced for a wallet's button is none.
 */
final class Woo_Carts {

	/** Where the shop's own session keeps a random name for the cart. */
	private const SESSION_KEY = 'inkling_cart';

	/** Requests of the shop's own scripts that are an act. */
	private const AJAX_ACTS = array( 'add_to_cart', 'remove_from_cart' );

	public static function hook(): void {
		add_action( 'woocommerce_add_to_cart', array( self::class, 'follow_add' ), 20, 4 );
		add_action( 'woocommerce_cart_item_removed', array( self::class, 'follow_removal' ), 20, 2 );
		add_action( 'woocommerce_cart_item_restored', array( self::class, 'follow_return' ), 20, 2 );
		add_action( 'woocommerce_cart_emptied', array( self::class, 'begin_anew' ) );
	}

	/**
	 * Something was added.
	 *
	 * @param string $key       Of the line.
	 * @param int    $product   Its number.
	 * @param float  $quantity  How many.
	 * @param int    $variation Of the product; 0 for none.
	 */
	public static function follow_add( $key, $product, $quantity, $variation = 0 ): void {
		self::report( 'Product Added', (int) $product, (int) $variation, $quantity );
	}

	/**
	 * A line was taken out.
	 *
	 * @param string   $key  Of the line.
	 * @param \WC_Cart $cart The cart.
	 */
	public static function follow_removal( $key, $cart ): void {
		self::report_line( 'Product Removed', $cart->removed_cart_contents[ $key ] ?? null );
	}

	/**
	 * A line was taken out by mistake.
	 *
	 * @param string   $key  Of the line.
	 * @param \WC_Cart $cart The cart.
	 */
	public static function follow_return( $key, $cart ): void {
		self::report_line( 'Product Added', $cart->cart_contents[ $key ] ?? null );
	}

	/** The next cart is another one. */
	public static function begin_anew(): void {
		$session = self::session();
		if ( null !== $session && $session->get( self::SESSION_KEY ) ) {
			$session->set( self::SESSION_KEY, null );
		}
	}

	/**
	 * What stands for the cart: without consent another one every day, so that it follows nobody. '' for no cart.
	 *
	 * @param array|null $visitor Whose it is.
	 */
	public static function id( ?array $visitor ): string {
		$name = self::name();
		return '' === $name ? '' : Woo_Hash::keyed( 'cart:' . $name . ( Woo_Link::may_name( $visitor ) ? '' : ':' . wp_date( 'Y-m-d' ) ) );
	}

	/** The random name of the cart in the shop's session; '' for no cart. */
	public static function name(): string {
		$session = self::session();
		return null === $session ? '' : (string) $session->get( self::SESSION_KEY );
	}

	private static function session() {
		$shop = WC();
		return isset( $shop->session ) && is_object( $shop->session ) ? $shop->session : null;
	}

	/**
	 * Reports a line of a cart.
	 *
	 * @param string     $name Of the event.
	 * @param array|null $line As the cart keeps it.
	 */
	private static function report_line( string $name, ?array $line ): void {
		if ( null !== $line ) {
			self::report( $name, (int) $line['product_id'], (int) $line['variation_id'], $line['quantity'] );
		}
	}

	/**
	 * Reports what the visitor did.
	 *
	 * @param string    $name      Of the event.
	 * @param int       $product   Number of the product.
	 * @param int       $variation Of it; 0 for none.
	 * @param float|int $quantity  How many.
	 */
	private static function report( string $name, int $product, int $variation, $quantity ): void {
		if ( Woo_Link::is_refused() || ! self::is_act() ) {
			return;
		}
		$session = self::session();
		if ( null !== $session && ! $session->get( self::SESSION_KEY ) ) {
			$session->set( self::SESSION_KEY, bin2hex( random_bytes( 16 ) ) );
		}
		$visitor = Woo_Link::visitor();
		Woo_Link::record(
			$visitor,
			array(
				'i' => 'cart:' . bin2hex( random_bytes( 12 ) ),
				'n' => $name,
				't' => Woo_Link::now_ms(),
				'p' => self::properties( $product, $variation, (int) $quantity ) + self::named( $visitor ),
			)
		);
	}

	private static function properties( int $product, int $variation, int $quantity ): array {
		$item       = wc_get_product( $variation ? $variation : $product );
		$price      = $item ? $item->get_price() : '';
		$properties = array(
			'product_id' => (string) $product,
			'quantity'   => $quantity,
		);
		if ( $variation ) {
			$properties['variant'] = (string) $variation;
		}
		if ( is_numeric( $price ) ) {
			$properties['price']    = (float) $price;
			$properties['currency'] = (string) get_option( 'woocommerce_currency' );
		}
		return $properties;
	}

	private static function named( ?array $visitor ): array {
		$cart = self::id( $visitor );
		return '' === $cart ? array() : array( 'cart_id' => $cart );
	}

	/** Whether the visitor did it here and now, by a form, a button or a link of this site. */
	private static function is_act(): bool {
		$ajax = isset( $_GET['wc-ajax'] ) ? sanitize_key( wp_unslash( $_GET['wc-ajax'] ) ) : ''; // Nothing is done by it.
		$is   = ! wp_doing_cron() && ( ! is_admin() || wp_doing_ajax() )
			&& ( '' === $ajax || in_array( $ajax, self::AJAX_ACTS, true ) )
			&& ( 'GET' !== self::method() || self::is_from_here() );
		return (bool) apply_filters( 'inkling_is_cart_act', $is );
	}

	private static function method(): string {
		return isset( $_SERVER['REQUEST_METHOD'] ) ? strtoupper( sanitize_key( wp_unslash( $_SERVER['REQUEST_METHOD'] ) ) ) : '';
	}

	/** Whether a page of this site led here: a link in a mail has no such page. */
	private static function is_from_here(): bool {
		if ( isset( $_SERVER['HTTP_SEC_FETCH_SITE'] ) ) {
			return 'same-origin' === $_SERVER['HTTP_SEC_FETCH_SITE'];
		}
		$from = isset( $_SERVER['HTTP_REFERER'] ) ? wp_parse_url( esc_url_raw( wp_unslash( $_SERVER['HTTP_REFERER'] ) ), PHP_URL_HOST ) : null;
		return is_string( $from ) && wp_parse_url( home_url(), PHP_URL_HOST ) === $from;
	}
}
