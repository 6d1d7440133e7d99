<?php
/**
 * What comes of an order.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * The same may be reported twice, and by two requests at once: what is counted hangs on the one row that the order has, and
 * on its marks.
 */
final class Woo_Purchases {

	/** Statuses that were reported, and refunds, one after the other with commas. */
	public const SENT = '_inkling_sent';

	/** An order that got so far is a purchase. */
	private const BOUGHT = array( 'processing', 'completed', 'on-hold' );

	/** An order that ends so was none. */
	private const UNDONE = array( 'cancelled', 'failed' );

	/** Statuses, without `wc-`, in which an order is or was a purchase. */
	public static function statuses(): array {
		return array_unique( array_merge( self::bought(), self::UNDONE, array( 'refunded' ) ) );
	}

	/** Those in which it is one. */
	private static function bought(): array {
		return (array) apply_filters( 'inkling_purchase_statuses', self::BOUGHT );
	}

	/**
	 * An order has another status.
	 *
	 * @param int            $id    Its number.
	 * @param string         $to    The status now.
	 * @param \WC_Order|null $order The order, where it is at hand.
	 */
	public static function take_status( int $id, string $to, $order ): void {
		$order = $order ?? wc_get_order( $id );
		if ( ! $order ) {
			return;
		}
		if ( in_array( $to, self::bought(), true ) ) {
			self::buy( $order, $to, Woo_Link::now_ms() );
		} elseif ( in_array( $to, self::UNDONE, true ) ) {
			self::undo( $order, $to );
		} else {
			Woo_Ledger::set_status( Woo_Hash::order( $id ), $to );
		}
	}

	/**
	 * Money went back.
	 *
	 * @param int $id     The order's number.
	 * @param int $refund The refund's number.
	 */
	public static function take_refund( int $id, int $refund ): void {
		$order = wc_get_order( $id );
		if ( ! $order ) {
			return;
		}
		$delta = self::settle_refunds( $order );
		if ( ! self::mark( $order, 'refund-' . $refund ) ) {
			return;
		}
		$hash = Woo_Hash::order( $id );
		self::report( $order, 'Order Refunded', 'refund:' . Woo_Hash::keyed( 'refund:' . $refund ), array( 'order_id' => $hash ) + self::money( $order, $delta ) );
	}

	/**
	 * What nobody told us of an order; nothing happens where all of it is known. Orders from before our time are for the import.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $since When we began to listen, seconds.
	 */
	public static function catch_up( $order, int $since ): void {
		$status = (string) $order->get_status();
		$row    = Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) );
		if ( null !== $row ) {
			if ( $row['status'] !== $status ) {
				self::take_status( (int) $order->get_id(), $status, $order );
			}
			self::settle_refunds( $order );
			return;
		}
		$placed = $order->get_date_created();
		$paid   = $order->get_date_paid() ?? $placed;
		if ( $placed && $placed->getTimestamp() >= $since && in_array( $status, self::bought(), true ) && ! self::has_mark( $order, 'purchase' ) ) {
			self::buy( $order, $status, $paid->getTimestamp() * 1000 );
		}
	}

	/**
	 * A purchase: its row the first time, and its money in the campaigns that it came after.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $to    Its status.
	 * @param int       $at_ms When it was bought, if nobody knows of it.
	 */
	private static function buy( $order, string $to, int $at_ms ): void {
		$hash = Woo_Hash::order( (int) $order->get_id() );
		if ( '' === $hash ) {
			return;
		}
		$row      = self::has_mark( $order, 'purchase' ) ? null : self::row( $order, $at_ms );
		$is_first = null !== $row && Woo_Ledger::insert( $row );
		if ( ! $is_first ) {
			Woo_Ledger::set_status( $hash, $to );
			if ( Woo_Ledger::count_again( $hash ) ) {
				Woo_Effects::add( $order, 1 );
			}
			return;
		}
		self::report( $order, 'Order Completed', 'order:' . $hash, self::order_properties( $order, $hash, $row['total_minor'] ) );
		self::mark( $order, 'purchase', $to );
		Woo_Effects::add( $order, 1, $row );
		$visitor = Woo_Checkout::present() ?? Woo_Checkout::visitor_of( $order );
		if ( null !== $visitor ) {
			Woo_Link::add_order( $visitor, $at_ms, $row['total_minor'], $row['currency'] );
		}
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
	public static function settle_refunds( $order ): int {
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
	private static function mark( $order, string ...$marks ): bool {
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
