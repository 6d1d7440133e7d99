<?php
/**
 * Orders that nobody told us of.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * A process may be killed, or broken off by somebody else's fault, between an order and its line in Woo_Told. The shop knows
 * the order: whenever counts are made, those that changed since the last time are held against our rows.
 */
final class Woo_Catch_Up {

	/** Since when we listen, and up to when orders are known to be in; seconds. */
	public const OPTION = 'inkling_woo_caught_up';

	/** A request that is under way is left to itself. */
	private const REST_S = 120;

	/** Seconds at once, and how often: a site that slept for long catches up by and by. */
	private const WINDOW_S = 3600;
	private const WINDOWS  = 24;

	/** A site that slept for longer begins anew. */
	private const LONGEST_S = 172800;

	public static function hook(): void {
		add_action( Aggregate::EVENT, array( self::class, 'work' ), 5 );
	}

	/** From now on. */
	public static function begin(): void {
		self::keep( time(), time() );
	}

	/** Takes in what is missing. */
	public static function work(): void {
		if ( ! Woo_Told::work() ) {
			return; // What was told comes first.
		}
		$known = get_option( self::OPTION );
		$until = time() - self::REST_S;
		if ( ! is_array( $known ) || $until - $known[1] > self::LONGEST_S ) {
			self::begin();
			return;
		}
		list( $since, $from ) = $known;
		for ( $at = 0; $at < self::WINDOWS && $from < $until; $at++ ) {
			$to = min( $from + self::WINDOW_S, $until );
			self::take( $since, $from, $to );
			$from = $to;
		}
		self::keep( $since, $from );
	}

	/**
	 * Takes in what is missing of the orders that changed between two instants.
	 *
	 * @param int $since When we began to listen.
	 * @param int $from  Seconds.
	 * @param int $to    Seconds.
	 */
	private static function take( int $since, int $from, int $to ): void {
		$statuses = array();
		foreach ( Woo_Purchases::statuses() as $status ) {
			$statuses[] = 'wc-' . $status;
		}
		$ids = wc_get_orders(
			array(
				'type'          => 'shop_order',
				'status'        => $statuses,
				'date_modified' => $from . '...' . $to,
				'limit'         => -1,
				'return'        => 'ids',
			)
		);
		foreach ( $ids as $id ) {
			Woo_Told::announce(
				static function () use ( $id, $since ) {
					return Progress::whole(
						static function () use ( $id, $since ) {
							$order = wc_get_order( $id );
							return $order && Woo_Purchases::catch_up( $order, $since ) ? $order : null;
						}
					);
				}
			);
		}
	}

	private static function keep( int $since, int $until ): void {
		update_option( self::OPTION, array( $since, $until ), false );
	}
}
