<?php
/**
 * Orders of the time before the plugin.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Some at a time, in the order of their numbers; it may be broken off at any point, and goes on or begins anew without
 * counting anything twice. It makes rows and nothing else: what is past is no event, and no campaign has a part in it.
 */
final class Woo_Import {

	/** How far it has come. */
	public const OPTION = 'inkling_woo_import';

	/** It goes on. */
	public const CHUNK = 'inkling_woo_import_chunk';

	/** How it is called in WooCommerce's planner. */
	public const GROUP = 'inkling';

	/** Orders at once: a few seconds of a slow server. */
	private const CHUNK_SIZE = 50;

	private const STATUSES = array( 'wc-processing', 'wc-completed', 'wc-on-hold', 'wc-refunded' );

	public static function hook(): void {
		add_action( self::CHUNK, array( self::class, 'work' ) );
	}

	/** Begins, or goes on where it was cancelled. */
	public static function start(): void {
		$progress = self::progress();
		if ( 'running' === $progress['state'] ) {
			return;
		}
		$is_new = 'cancelled' !== $progress['state'];
		self::keep(
			array(
				'state'    => 'running',
				'done'     => $is_new ? 0 : $progress['done'],
				'position' => $is_new ? 0 : $progress['position'],
				'last'     => $is_new ? 0 : $progress['last'],
				'total'    => self::count_orders(),
				'at'       => time(),
			)
		);
		self::plan();
	}

	/** Breaks it off: what is in stays. */
	public static function cancel(): void {
		$progress = self::progress();
		if ( 'running' === $progress['state'] ) {
			self::keep( array( 'state' => 'cancelled' ) + $progress );
		}
		self::stop_actions();
		wp_unschedule_hook( self::CHUNK );
	}

	/** How far it has come, for a page of the admin: `state` is idle, running, done or cancelled. */
	public static function progress(): array {
		$kept = get_option( self::OPTION );
		return ( is_array( $kept ) ? $kept : array() ) + array(
			'state'    => 'idle',
			'done'     => 0,
			'position' => 0,
			'last'     => 0,
			'total'    => 0,
			'at'       => 0,
		);
	}

	/** The next orders. */
	public static function work(): void {
		$progress = self::progress();
		if ( 'running' !== $progress['state'] || ! function_exists( 'wc_get_orders' ) ) {
			return;
		}
		// An order that waits to be told of is new, and not one of the past.
		Woo_Told::work( true );
		$orders = self::next_orders( $progress );
		foreach ( $orders as $order ) {
			self::take( $order );
			$progress['last'] = (int) $order->get_id();
			++$progress['done'];
			++$progress['position'];
		}
		$progress['at']    = time();
		$progress['total'] = max( $progress['total'], $progress['done'] );
		// Somebody may have cancelled it meanwhile.
		wp_cache_delete( self::OPTION, 'options' );
		$progress['state'] = self::progress()['state'];
		if ( 'running' === $progress['state'] && ! $orders ) {
			$progress['state'] = 'done';
		}
		self::keep( $progress );
		if ( 'running' === $progress['state'] ) {
			self::plan();
		} elseif ( 'done' === $progress['state'] ) {
			Woo_Customers::recompute();
		}
	}

	/** Takes back what WooCommerce's planner was asked for. */
	public static function stop_actions(): void {
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( self::CHUNK, array(), self::GROUP );
		}
	}

	/**
	 * The orders after the last one. Where some before it were deleted meanwhile, places have moved up: it goes back until
	 * it finds one that it knows, so that none is left out.
	 *
	 * @param array $progress How far it has come; its position is put right.
	 */
	private static function next_orders( array &$progress ): array {
		for ( ;; ) {
			$orders = self::orders_at( $progress['position'] );
			$before = $progress['position'] > 0 ? self::orders_at( $progress['position'] - 1, 1 ) : array();
			$known  = $before ? (int) $before[0]->get_id() : 0;
			if ( 0 === $progress['position'] || ( $known <= $progress['last'] && $known > 0 ) ) {
				break;
			}
			$progress['position'] = max( 0, $progress['position'] - self::CHUNK_SIZE );
		}
		$last = $progress['last'];
		$new  = array_values(
			array_filter(
				$orders,
				static function ( $order ) use ( $last ): bool {
					return (int) $order->get_id() > $last;
				}
			)
		);
		$progress['position'] += count( $orders ) - count( $new );
		return $new || ! $orders ? $new : self::next_orders( $progress );
	}

	private static function orders_at( int $offset, int $limit = self::CHUNK_SIZE ): array {
		return array_values(
			wc_get_orders(
				array(
					'type'    => 'shop_order',
					'status'  => self::STATUSES,
					'orderby' => 'ID',
					'order'   => 'ASC',
					'limit'   => $limit,
					'offset'  => $offset,
				)
			)
		);
	}

	private static function count_orders(): int {
		$found = wc_get_orders(
			array(
				'type'     => 'shop_order',
				'status'   => self::STATUSES,
				'limit'    => 1,
				'paginate' => true,
				'return'   => 'ids',
			)
		);
		return (int) $found->total;
	}

	/**
	 * Takes one in. What was seen live keeps its time and its campaign.
	 *
	 * @param \WC_Order $order The order.
	 */
	private static function take( $order ): void {
		global $wpdb;
		$paid = $order->get_date_paid();
		$paid = $paid ? $paid : $order->get_date_created();
		$row  = Woo_Purchases::row( $order, $paid ? $paid->getTimestamp() * 1000 : Woo_Link::now_ms() );
		if ( '' === $row['order_hash'] || Woo_Ledger::insert( $row ) ) {
			return;
		}
		$kept = array_intersect_key( $row, array_flip( array( 'customer', 'refunded_minor', 'status' ) ) );
		$wpdb->update( Woo_Tables::name( 'orders' ), $kept, array( 'order_hash' => $row['order_hash'] ) );
	}

	private static function plan(): void {
		if ( function_exists( 'as_enqueue_async_action' ) ) {
			as_enqueue_async_action( self::CHUNK, array(), self::GROUP );
		} elseif ( ! wp_next_scheduled( self::CHUNK ) ) {
			wp_schedule_single_event( time(), self::CHUNK );
		}
	}

	private static function keep( array $progress ): void {
		update_option( self::OPTION, $progress, false );
	}
}
