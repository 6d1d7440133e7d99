<?php
/**
 * Orders as the shop tells of them, whichever way they are placed and paid.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The change of an order's status is the one thing that every way of paying goes through: a thank-you page may never be
 * seen, and a payment on delivery never completes.
 */
final class Woo_Orders {

	public static function hook(): void {
		add_action( 'woocommerce_order_status_changed', array( self::class, 'follow_status' ), 20, 4 );
		add_action( 'woocommerce_order_refunded', array( self::class, 'follow_refund' ), 20, 2 );
		add_action( 'woocommerce_refund_deleted', array( self::class, 'follow_refund_taken_back' ), 20, 2 );
		add_action( 'woocommerce_privacy_remove_order_personal_data', array( Woo_Privacy::class, 'forget_order' ) );
		add_action( 'woocommerce_before_delete_order', array( Woo_Privacy::class, 'forget_order' ), 10, 1 );
	}

	/**
	 * An order has another status.
	 *
	 * @param int            $id    Its number.
	 * @param string         $from  The status before, without `wc-`.
	 * @param string         $to    The status now.
	 * @param \WC_Order|null $order The order; old extensions leave it out.
	 */
	public static function follow_status( $id, $from, $to, $order = null ): void {
		$at_ms = Woo_Link::now_ms();
		$order = $order ? $order : wc_get_order( $id );
		if ( $order ) {
			Woo_Purchases::tell_page( $order, (string) $to, $at_ms, Woo_Checkout::present() ?? Woo_Checkout::visitor_of( $order ) );
		}
		$cart = Woo_Reminders::present();
		$line = array(
			't'  => $at_ms,
			'k'  => 'status',
			'id' => (int) $id,
			'to' => (string) $to,
		);
		Woo_Told::add( $line + ( '' === $cart ? array() : array( 'cart' => $cart ) ) );
	}

	/**
	 * Money went back: how much is asked for at once, for by and by it may be more, or less.
	 *
	 * @param int $id     The order's number.
	 * @param int $refund The refund's number.
	 */
	public static function follow_refund( $id, $refund ): void {
		$made = wc_get_order( $refund );
		Woo_Told::add(
			array(
				't'      => Woo_Link::now_ms(),
				'k'      => 'refund',
				'id'     => (int) $id,
				'refund' => (int) $refund,
				'minor'  => $made ? (int) Woo_Money::minor( $made->get_amount(), (string) $made->get_currency() ) : 0,
			)
		);
	}

	/**
	 * A refund was an error.
	 *
	 * @param int $refund The refund's number.
	 * @param int $id     The order's number.
	 */
	public static function follow_refund_taken_back( $refund, $id ): void {
		Woo_Told::add(
			array(
				't'  => Woo_Link::now_ms(),
				'k'  => 'taken back',
				'id' => (int) $id,
			)
		);
	}

	/** What came in today, for a page of the admin: money of the shop's currency alone. */
	public static function today(): array {
		return Woo_Ledger::totals_since( ( new \DateTimeImmutable( 'today', wp_timezone() ) )->getTimestamp() * 1000 );
	}
}
