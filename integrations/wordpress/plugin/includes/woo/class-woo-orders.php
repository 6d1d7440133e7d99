<?php
/**
 * What came of an order, whichever way it was placed and paid.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The change of an order's status is the one thing that every way of paying goes through: a thank-you page may never be
 * seen, and a payment on delivery never completes. It may be reported twice, and by two requests at once: what is counted
 * hangs on the one row that the order has, and on its marks.
 */
final class Woo_Orders {

	/** Statuses that were reported, and refunds, one after the other with commas. */
	public const SENT = '_inkling_sent';

	/** An order that got so far is a purchase. */
	private const BOUGHT = array( 'processing', 'completed', 'on-hold' );

	/** An order that ends so was none. */
	private const UNDONE = array( 'cancelled', 'failed' );

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
		$order = $order ? $order : wc_get_order( $id );
		if ( ! $order ) {
			return;
		}
		$bought = (array) apply_filters( 'inkling_purchase_statuses', self::BOUGHT );
		if ( in_array( $to, $bought, true ) ) {
			self::buy( $order, $to );
		} elseif ( in_array( $to, self::UNDONE, true ) ) {
			self::undo( $order, $to );
		} else {
			Woo_Ledger::set_status( Woo_Hash::order( (int) $id ), $to );
		}
	}

	/**
	 * Money went back.
	 *
	 * @param int $id     The order's number.
	 * @param int $refund The refund's number.
	 */
	public static function follow_refund( $id, $refund ): void {
		$order = wc_get_order( $id );
		if ( ! $order ) {
			return;
		}
		$delta = self::settle_refunds( $order );
		$mark  = 'refund-' . (int) $refund;
		if ( ! self::mark( $order, $mark ) ) {
			return;
		}
		$hash = Woo_Hash::order( (int) $id );
		self::report( $order, 'Order Refunded', 'refund:' . Woo_Hash::keyed( 'refund:' . (int) $refund ), array( 'order_id' => $hash ) + self::money( $order, $delta ) );
	}

	/**
	 * A refund was an error.
	 *
	 * @param int $refund The refund's number.
	 * @param int $id     The order's number.
	 */
	public static function follow_refund_taken_back( $refund, $id ): void {
		$order = wc_get_order( $id );
		if ( $order ) {
			self::settle_refunds( $order );
		}
	}

	/** What came in today, for a page of the admin: money of the shop's currency alone. */
	public static function today(): array {
		return Woo_Ledger::totals_since( ( new \DateTimeImmutable( 'today', wp_timezone() ) )->getTimestamp() * 1000 );
	}

	/**
	 * A purchase: its row the first time, and its money in the campaigns that it came after.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $to    Its status.
	 */
	private static function buy( $order, string $to ): void {
		$hash = Woo_Hash::order( (int) $order->get_id() );
		if ( '' === $hash ) {
			return;
		}
		$was_sent = self::has_mark( $order, 'purchase' );
		$is_first = ! $was_sent && Woo_Ledger::insert( self::row( $order, Woo_Link::now_ms() ) );
		if ( ! $is_first ) {
			Woo_Ledger::set_status( $hash, $to );
			if ( Woo_Ledger::count_again( $hash ) ) {
				Woo_Effects::add( $order, 1 );
			}
			return;
		}
		self::mark( $order, 'purchase', $to );
		Woo_Effects::add( $order, 1 );
		$total   = (int) Woo_Money::minor( $order->get_total(), $order->get_currency() );
		$visitor = Woo_Checkout::present() ?? Woo_Checkout::visitor_of( $order );
		if ( null !== $visitor ) {
			Woo_Link::add_order( $visitor, Woo_Link::now_ms(), $total, $order->get_currency() );
		}
		self::report( $order, 'Order Completed', 'order:' . $hash, self::order_properties( $order, $hash, $total ) );
		do_action( 'inkling_order_bought', $order );
	}

	/**
	 * An order that was a purchase is none any more.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $to    Its status.
	 */
	private static function undo( $order, string $to ): void {
		$hash = Woo_Hash::order( (int) $order->get_id() );
		Woo_Ledger::set_status( $hash, $to );
		if ( ! Woo_Ledger::count_no_more( $hash ) ) {
			return;
		}
		Woo_Effects::add( $order, -1 );
		if ( self::mark( $order, $to ) ) {
			self::report( $order, 'Order Cancelled', 'cancelled:' . $hash, array( 'order_id' => $hash ) );
		}
	}

	/**
	 * The row of an order, with what may be known of its buyer.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $at_ms When it was bought.
	 */
	public static function row( $order, int $at_ms ): array {
		$currency = (string) $order->get_currency();
		$visitor  = Woo_Checkout::visitor_of( $order );
		$arms     = Woo_Checkout::arms_of( $order );
		$latest   = $arms ? end( $arms ) : array( '', '' );
		$total    = (int) Woo_Money::minor( $order->get_total(), $currency );
		return array(
			'order_hash'        => Woo_Hash::order( (int) $order->get_id() ),
			'customer'          => Woo_Customers::of( $order ),
			'visitor'           => null === $visitor ? '' : (string) $visitor['v'],
			'campaign'          => (string) $latest[0],
			'variant'           => (string) $latest[1],
			'total_minor'       => $total,
			'refunded_minor'    => min( $total, (int) Woo_Money::minor( $order->get_total_refunded(), $currency ) ),
			'currency'          => $currency,
			'is_other_currency' => get_option( 'woocommerce_currency' ) === $currency ? 0 : 1,
			'status'            => (string) $order->get_status(),
			'is_counted'        => 1,
			'at'                => $at_ms,
		);
	}

	/**
	 * Brings the row up to all refunds of the order; what they take from campaigns is taken once.
	 *
	 * @param \WC_Order $order The order.
	 * @return int Minor units that went back since.
	 */
	private static function settle_refunds( $order ): int {
		$currency = (string) $order->get_currency();
		$total    = (int) Woo_Money::minor( $order->get_total(), $currency );
		$refunded = min( $total, (int) Woo_Money::minor( $order->get_total_refunded(), $currency ) );
		$delta    = Woo_Ledger::set_refunded( Woo_Hash::order( (int) $order->get_id() ), $refunded );
		if ( 0 !== $delta ) {
			Woo_Effects::add_revenue( $order, -$delta );
		}
		return $delta;
	}

	/**
	 * What is said of a purchase.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $hash  What stands for it.
	 * @param int       $total Minor units.
	 */
	private static function order_properties( $order, string $hash, int $total ): array {
		$products = array();
		foreach ( $order->get_items() as $item ) {
			$products[] = array(
				'product_id' => (string) $item->get_product_id(),
				'quantity'   => (int) $item->get_quantity(),
			);
		}
		$cart = (string) $order->get_meta( Woo_Checkout::CART );
		return array( 'order_id' => $hash ) + self::money( $order, $total ) + array( 'products' => array_slice( $products, 0, 50 ) ) + ( '' === $cart ? array() : array( 'cart_id' => $cart ) );
	}

	/**
	 * Money as events carry it: what is not of the shop's currency says so, and is not summed.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $minor Minor units.
	 */
	private static function money( $order, int $minor ): array {
		$currency = (string) $order->get_currency();
		$money    = array(
			'currency' => $currency,
			'arms'     => Woo_Checkout::arms_of( $order ),
		);
		if ( get_option( 'woocommerce_currency' ) === $currency ) {
			return array( 'revenue_minor' => $minor ) + $money;
		}
		return array(
			'total_minor'       => $minor,
			'currency_mismatch' => true,
		) + $money;
	}

	/**
	 * Hands an event on: under the visitor's id where the order has one.
	 *
	 * @param \WC_Order $order      The order.
	 * @param string    $name       Of the event.
	 * @param string    $id         Of the event.
	 * @param array     $properties Of the event.
	 */
	private static function report( $order, string $name, string $id, array $properties ): void {
		Woo_Link::record(
			self::visitor( $order ),
			array(
				'i' => $id,
				'n' => $name,
				't' => Woo_Link::now_ms(),
				'p' => $properties,
			)
		);
	}

	/**
	 * Whose order it is; nobody's once they had what is held of them deleted.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function visitor( $order ): ?array {
		$visitor = Woo_Checkout::visitor_of( $order );
		$row     = null === $visitor ? null : Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) );
		return null !== $row && $row['visitor'] !== $visitor['v'] ? null : $visitor;
	}

	/**
	 * Whether an order carries a mark.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $mark  The mark.
	 */
	private static function has_mark( $order, string $mark ): bool {
		return in_array( $mark, explode( ',', (string) $order->get_meta( self::SENT ) ), true );
	}

	/**
	 * Puts marks on an order. By the order's own means, so that they lie where its other meta does.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    ...$marks The marks.
	 * @return bool Whether one of them is new.
	 */
	public static function mark( $order, string ...$marks ): bool {
		$sent = array_filter( explode( ',', (string) $order->get_meta( self::SENT ) ) );
		$all  = array_values( array_unique( array_merge( $sent, $marks ) ) );
		if ( count( $all ) === count( $sent ) ) {
			return false;
		}
		$order->update_meta_data( self::SENT, implode( ',', $all ) );
		$order->save_meta_data();
		return true;
	}
}
