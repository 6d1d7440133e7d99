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
	 * Tells the page of whoever buys, in the very request: what it shows next must not ask them to buy. Without consent
	 * nobody else could, for the order does not say whose it is; so it is known once, whoever says it again.
	 *
	 * @param \WC_Order  $order   The order.
	 * @param string     $to      The status now.
	 * @param int        $at_ms   Since when.
	 * @param array|null $visitor Who buys.
	 */
	public static function tell_page( $order, string $to, int $at_ms, ?array $visitor ): void {
		if ( null !== $visitor && in_array( $to, self::bought(), true ) && ! self::has_mark( $order, 'purchase' ) ) {
			$currency = (string) $order->get_currency();
			Woo_Link::add_order( $visitor, Woo_Hash::keyed( 'sale:' . $order->get_id() ), array( $at_ms, (int) Woo_Money::minor( $order->get_total(), $currency ), $currency ) );
		}
	}

	/**
	 * An order has, or had for a while, another status.
	 *
	 * @param \WC_Order $order The order.
	 * @param array     $told  `to`, the status then; `t`, ms; `cart`, where a reminder may wait for it.
	 * @return bool Whether it was bought by that.
	 */
	public static function take_status( $order, array $told ): bool {
		$to = (string) $told['to'];
		if ( in_array( $to, self::bought(), true ) ) {
			return self::buy( $order, $to, (int) $told['t'], (string) ( $told['cart'] ?? '' ) );
		}
		if ( in_array( $to, self::UNDONE, true ) ) {
			self::undo( $order, $to, (int) $told['t'] );
		} else {
			Woo_Ledger::set_status( Woo_Hash::order( (int) $order->get_id() ), $to );
		}
		return false;
	}

	/**
	 * Money went back.
	 *
	 * @param \WC_Order $order The order.
	 * @param array     $told  `refund`, its number; `minor`, how much; `t`, ms.
	 */
	public static function take_refund( $order, array $told ): void {
		self::settle_refunds( $order );
		$mark = 'refund-' . (int) $told['refund'];
		if ( ! self::has_mark( $order, $mark ) ) {
			// Nothing goes back of an order that was never counted.
			$is_known = null !== Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) );
			Woo_Order_Events::refunded( $order, (int) $told['refund'], $is_known ? (int) $told['minor'] : 0, (int) $told['t'] );
			self::mark( $order, $mark );
		}
	}

	/**
	 * What nobody told us of an order; nothing happens where all of it is known. Orders from before our time are for the import.
	 *
	 * @param \WC_Order $order The order.
	 * @param int       $since When we began to listen, seconds.
	 * @return bool Whether it was bought.
	 */
	public static function catch_up( $order, int $since ): bool {
		$status = (string) $order->get_status();
		$row    = Woo_Ledger::read( Woo_Hash::order( (int) $order->get_id() ) );
		if ( null !== $row ) {
			if ( $row['status'] !== $status ) {
				self::take_status(
					$order,
					array(
						'to' => $status,
						't'  => Woo_Link::now_ms(),
					)
				);
			}
			self::settle_refunds( $order );
			return false;
		}
		$placed = $order->get_date_created();
		$paid   = $order->get_date_paid() ?? $placed;
		return $placed && $placed->getTimestamp() >= $since && in_array( $status, self::bought(), true ) && ! self::has_mark( $order, 'purchase' )
			&& self::buy( $order, $status, $paid->getTimestamp() * 1000, '' );
	}

	/**
	 * A purchase: its row the first time, and its money in the campaigns that it came after.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $to    Its status.
	 * @param int       $at_ms When it was bought, if nobody knows of it.
	 * @param string    $cart  Key of the reminder of its cart; '' for none.
	 * @return bool Whether nobody knew of it.
	 */
	private static function buy( $order, string $to, int $at_ms, string $cart ): bool {
		$hash = Woo_Hash::order( (int) $order->get_id() );
		if ( '' === $hash ) {
			return false;
		}
		$row      = self::has_mark( $order, 'purchase' ) ? null : array( 'status' => $to ) + self::row( $order, $at_ms );
		$is_first = null !== $row && Woo_Ledger::insert( $row );
		if ( ! $is_first ) {
			Woo_Ledger::set_status( $hash, $to );
			if ( Woo_Ledger::count_again( $hash ) ) {
				Woo_Effects::add( $order, 1 );
			}
			return false;
		}
		Woo_Effects::add( $order, 1, $row );
		Woo_Order_Events::completed( $order, $row );
		self::tell_page( $order, $to, $at_ms, Woo_Checkout::visitor_of( $order ) );
		Woo_Reminders::end_by_purchase( $order, $cart );
		self::mark( $order, 'purchase', $to );
		return true;
	}

	/**
	 * An order that was a purchase is none any more.
	 *
	 * @param \WC_Order $order The order.
	 * @param string    $to    Its status.
	 * @param int       $at_ms Since when.
	 */
	private static function undo( $order, string $to, int $at_ms ): void {
		$hash = Woo_Hash::order( (int) $order->get_id() );
		Woo_Ledger::set_status( $hash, $to );
		if ( ! Woo_Ledger::count_no_more( $hash ) ) {
			return;
		}
		Woo_Effects::add( $order, -1 );
		if ( ! self::has_mark( $order, $to ) ) {
			Woo_Order_Events::cancelled( $order, $at_ms );
			self::mark( $order, $to );
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
	 */
	private static function mark( $order, string ...$marks ): void {
		$sent = array_filter( explode( ',', (string) $order->get_meta( self::SENT ) ) );
		$order->update_meta_data( self::SENT, implode( ',', array_unique( array_merge( $sent, $marks ) ) ) );
		$order->save_meta_data();
	}
}
