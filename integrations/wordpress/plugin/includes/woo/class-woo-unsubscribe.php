<?php
/**
 * The public link by which somebody ends reminders, and objects to being sorted by their orders.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Signed, so that nobody ends another's; no log-in, no end date. Looking at it changes nothing, for programs that check
 * mails look at every link; a mail program's own button posts at once (RFC 8058).
 */
final class Woo_Unsubscribe {

	private const PARAMETER = 'inkling_leave';

	public static function hook(): void {
		add_action( 'template_redirect', array( self::class, 'answer' ), 1 );
		add_action( 'woocommerce_email_customer_details', array( self::class, 'tell' ), 90, 3 );
	}

	/**
	 * The link of a person.
	 *
	 * @param string $customer What stands for them.
	 */
	public static function link( string $customer ): string {
		return add_query_arg( self::PARAMETER, $customer . '.' . self::sign( $customer ), home_url( '/' ) );
	}

	/**
	 * A line in the shop's own mails to a buyer, where buyers are sorted.
	 *
	 * @param \WC_Order $order    The order.
	 * @param bool      $is_admin Whether the merchant gets the mail.
	 * @param bool      $is_plain Whether it is plain text.
	 */
	public static function tell( $order, $is_admin = false, $is_plain = false ): void {
		$customer = $is_admin ? '' : Woo_Customers::of( $order );
		if ( '' === $customer ) {
			return;
		}
		$text = __( 'We sort customers by how often and how lately they order. If you do not want that:', 'inkling' );
		if ( $is_plain ) {
			echo "\n" . esc_html( $text ) . "\n" . esc_url_raw( self::link( $customer ) ) . "\n";
		} else {
			printf( '<p><small>%1$s <a href="%2$s">%3$s</a></small></p>', esc_html( $text ), esc_url( self::link( $customer ) ), esc_html__( 'object here', 'inkling' ) );
		}
	}

	/** Shows the page, or does what it says. */
	public static function answer(): void {
		if ( ! isset( $_GET[ self::PARAMETER ] ) ) { // No nonce: the link is signed.
			return;
		}
		$given    = sanitize_text_field( wp_unslash( $_GET[ self::PARAMETER ] ) );
		$customer = self::read( $given );
		nocache_headers();
		if ( null === $customer ) {
			wp_die( esc_html__( 'This link is not complete. Copy the whole of it from the mail.', 'inkling' ), '', array( 'response' => 404 ) );
		}
		if ( ! isset( $_SERVER['REQUEST_METHOD'] ) || 'POST' !== $_SERVER['REQUEST_METHOD'] ) {
			wp_die( self::form_html( $customer ), esc_html__( 'Reminders', 'inkling' ), array( 'response' => 200 ) ); // form_html() escapes.
		}
		Woo_Reminders::refuse( $customer );
		if ( isset( $_POST['inkling_objects'] ) ) {
			Woo_Customers::object( $customer );
		}
		wp_die( esc_html__( 'Done. You get no more reminders from this shop.', 'inkling' ), esc_html__( 'Reminders', 'inkling' ), array( 'response' => 200 ) );
	}

	private static function form_html( string $customer ): string {
		return sprintf(
			'<form method="post" action="%1$s"><p>%2$s</p><p><label><input type="checkbox" name="inkling_objects" value="1" checked> %3$s</label></p><p><button type="submit">%4$s</button></p></form>',
			esc_url( self::link( $customer ) ),
			esc_html__( 'No more reminders of carts from this shop?', 'inkling' ),
			esc_html__( 'And do not sort me by my orders', 'inkling' ),
			esc_html__( 'Yes, stop it', 'inkling' )
		);
	}

	private static function read( string $given ): ?string {
		$parts = explode( '.', $given );
		$is    = 2 === count( $parts ) && preg_match( '/^[0-9a-f]{32}$/', $parts[0] ) && '' !== self::sign( $parts[0] ) && hash_equals( self::sign( $parts[0] ), $parts[1] );
		return $is ? $parts[0] : null;
	}

	private static function sign( string $customer ): string {
		return Woo_Hash::keyed( 'leave:' . $customer );
	}
}
