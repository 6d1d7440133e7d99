<?php
/**
 * Buyers: how lately, how often and for how much each of them bought.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * From orders alone, never from browsing, and only once the merchant has said that there is a basis for it. A buyer is a
 * keyed hash of the address on the order; the address itself is kept nowhere.
 */
final class Woo_Customers {

	/** How far the day's work has come. */
	public const OPTION = 'inkling_woo_customers';

	/** Whether anybody ever objected: loaded with every request, so that a checkout need not ask the database. */
	public const OBJECTIONS = 'inkling_woo_objections';

	/** The day's work goes on. */
	public const CHUNK = 'inkling_woo_customers_chunk';

	/** Buyers at once. */
	private const CHUNK_SIZE = 500;

	public static function hook(): void {
		add_action( self::CHUNK, array( self::class, 'work' ) );
	}

	/** Whether the merchant confirmed a basis for it. */
	public static function has_basis(): bool {
		return true === (bool) Woo_Link::setting( 'orders_basis', false );
	}

	/**
	 * What stands for the buyer of an order: '' where there is no basis, the browser refused, or the buyer objected.
	 *
	 * @param \WC_Order $order The order.
	 */
	public static function of( $order ): string {
		if ( ! self::has_basis() || '' !== (string) $order->get_meta( Woo_Checkout::REFUSED ) ) {
			return '';
		}
		$address = (string) $order->get_billing_email();
		$account = (int) $order->get_customer_id();
		$hash    = Woo_Hash::customer( '' !== $address ? $address : (string) $account );
		return '' === $hash || self::has_objected( $hash ) ? '' : $hash;
	}

	/**
	 * Whether a buyer does not want to be sorted.
	 *
	 * @param string $customer What stands for them.
	 */
	public static function has_objected( string $customer ): bool {
		global $wpdb;
		if ( ! get_option( self::OBJECTIONS ) ) {
			return false;
		}
		$table = Woo_Tables::name( 'customers' );
		return '1' === (string) $wpdb->get_var( $wpdb->prepare( "SELECT has_objected FROM {$table} WHERE customer = %s", $customer ) );
	}

	/**
	 * A buyer objects: what is known goes, and nothing comes back.
	 *
	 * @param string $customer What stands for them.
	 */
	public static function object( string $customer ): void {
		global $wpdb;
		update_option( self::OBJECTIONS, 1, true );
		$wpdb->replace(
			Woo_Tables::name( 'customers' ),
			array(
				'customer'     => $customer,
				'has_objected' => 1,
			)
		);
		$wpdb->update( Woo_Tables::name( 'orders' ), array( 'customer' => '' ), array( 'customer' => $customer ) );
	}

	/** The merchant changed settings: without a basis nothing of buyers stays but their objections. */
	public static function follow_basis(): void {
		global $wpdb;
		if ( self::has_basis() ) {
			return;
		}
		$wpdb->query( 'DELETE FROM ' . Woo_Tables::name( 'customers' ) . ' WHERE has_objected = 0' );
		$wpdb->query( 'UPDATE ' . Woo_Tables::name( 'orders' ) . " SET customer = '' WHERE customer <> ''" );
	}

	/** Begins the day's work: as of the first instant of the site's day. */
	public static function recompute(): void {
		if ( ! self::has_basis() ) {
			return;
		}
		$today = new \DateTimeImmutable( 'today', wp_timezone() );
		self::begin( $today->getTimestamp() * 1000 );
	}

	/**
	 * Begins it as of an instant.
	 *
	 * @param int $at_ms Epoch ms: later orders belong to another day.
	 */
	public static function begin( int $at_ms ): void {
		self::keep(
			array(
				'phase' => 'facts',
				'after' => '',
				'at'    => $at_ms,
			)
		);
		self::work();
	}

	/** A part of the work; the rest follows by itself. */
	public static function work(): void {
		$run = get_option( self::OPTION );
		if ( ! is_array( $run ) || 'done' === $run['phase'] ) {
			return;
		}
		$run = self::read_facts( $run );
		self::keep( $run );
		if ( 'done' !== $run['phase'] && ! wp_next_scheduled( self::CHUNK ) ) {
			wp_schedule_single_event( time(), self::CHUNK );
		}
	}

	/** How many buyers lie in each fifth, for a page of the admin. */
	public static function sizes(): array {
		global $wpdb;
		$table = Woo_Tables::name( 'customers' );
		$sizes = array( 'buyers' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$table} WHERE orders > 0" ) );
		foreach ( array( 'r', 'f', 'm' ) as $letter ) {
			$sizes[ $letter ] = array_fill( 1, 5, 0 );
			foreach ( $wpdb->get_results( "SELECT {$letter} AS fifth, COUNT(*) AS n FROM {$table} WHERE {$letter} > 0 GROUP BY {$letter}" ) as $row ) {
				$sizes[ $letter ][ (int) $row->fifth ] = (int) $row->n;
			}
		}
		return $sizes;
	}

	private static function keep( array $run ): void {
		update_option( self::OPTION, $run, false );
	}

	/**
	 * Adds up the orders of the next buyers. Money of another currency than the shop's is not summed.
	 *
	 * @param array $run How far it has come.
	 */
	private static function read_facts( array $run ): array {
		global $wpdb;
		$orders = Woo_Tables::name( 'orders' );
		$rows   = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT customer, COUNT(*) AS orders, SUM( CASE WHEN is_other_currency = 0 THEN total_minor - refunded_minor ELSE 0 END ) AS revenue_minor, MIN(at) AS first_at, MAX(at) AS last_at
				FROM {$orders} WHERE customer > %s AND is_counted = 1 AND at <= %d GROUP BY customer ORDER BY customer LIMIT %d",
				$run['after'],
				$run['at'],
				self::CHUNK_SIZE
			),
			ARRAY_A
		);
		self::write_facts( $rows );
		$run['after'] = $rows ? (string) end( $rows )['customer'] : $run['after'];
		return count( $rows ) === self::CHUNK_SIZE ? $run : self::draw_edges( $run );
	}

	/**
	 * Writes what was added up; the fifths stay until new ones are drawn.
	 *
	 * @param array $rows Of the buyers.
	 */
	private static function write_facts( array $rows ): void {
		global $wpdb;
		if ( ! $rows ) {
			return;
		}
		$table    = Woo_Tables::name( 'customers' );
		$rows_sql = array();
		foreach ( $rows as $row ) {
			$rows_sql[] = $wpdb->prepare( '(%s, %d, %d, %d, %d)', $row['customer'], $row['orders'], $row['revenue_minor'], $row['first_at'], $row['last_at'] );
		}
		$wpdb->query(
			"INSERT INTO {$table} (customer, orders, revenue_minor, first_at, last_at) VALUES " . implode( ', ', $rows_sql ) // Each is prepared.
			. ' ON DUPLICATE KEY UPDATE orders = VALUES(orders), revenue_minor = VALUES(revenue_minor), first_at = VALUES(first_at), last_at = VALUES(last_at)'
		);
	}

	/**
	 * Whoever has no order any more goes; among the rest the fifths are drawn.
	 *
	 * @param array $run How far it has come.
	 */
	private static function draw_edges( array $run ): array {
		global $wpdb;
		$table  = Woo_Tables::name( 'customers' );
		$orders = Woo_Tables::name( 'orders' );
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$table} WHERE has_objected = 0 AND customer NOT IN ( SELECT customer FROM {$orders} WHERE is_counted = 1 AND at <= %d )", $run['at'] ) );
		$count = (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$table} WHERE has_objected = 0" );
		if ( 0 === $count ) {
			return array( 'phase' => 'done' ) + $run;
		}
		self::sort_fifths( $run['at'], self::recency_edges( $count, $run['at'] ), Woo_Quintiles::edges( $count, self::ranks( 'orders', 'orders ASC' ) ), Woo_Quintiles::edges( $count, self::ranks( 'revenue_minor', 'revenue_minor ASC' ) ) );
		return array( 'phase' => 'done' ) + $run;
	}

	/**
	 * Edges of recency, in ms before the instant of the run.
	 *
	 * @param int $count How many buyers there are.
	 * @param int $at_ms The instant of the run.
	 */
	private static function recency_edges( int $count, int $at_ms ): array {
		$latest = self::ranks( 'last_at', 'last_at DESC' );
		$edges  = Woo_Quintiles::edges(
			$count,
			static function ( int $rank ) use ( $latest, $at_ms ): int {
				return $at_ms - $latest( $rank );
			}
		);
		return Woo_Quintiles::with_room(
			$edges,
			static function ( int $edge ) use ( $at_ms ): ?int {
				global $wpdb;
				$table = Woo_Tables::name( 'customers' );
				$next  = $wpdb->get_var( $wpdb->prepare( "SELECT MAX(last_at) FROM {$table} WHERE has_objected = 0 AND last_at < %d", $at_ms - $edge ) );
				return null === $next ? null : $at_ms - (int) $next;
			}
		);
	}

	/**
	 * Asks for the value at a rank.
	 *
	 * @param string $fact_column A column.
	 * @param string $sorted_sql  A column and its direction.
	 */
	private static function ranks( string $fact_column, string $sorted_sql ): callable {
		return static function ( int $rank ) use ( $fact_column, $sorted_sql ): int {
			global $wpdb;
			$table = Woo_Tables::name( 'customers' );
			return (int) $wpdb->get_var( $wpdb->prepare( "SELECT {$fact_column} FROM {$table} WHERE has_objected = 0 ORDER BY {$sorted_sql} LIMIT 1 OFFSET %d", $rank ) );
		};
	}

	/**
	 * Puts all buyers into their fifths, by one statement.
	 *
	 * @param int   $at_ms     The instant of the run.
	 * @param array $recency   Its edges.
	 * @param array $frequency Its edges.
	 * @param array $monetary  Its edges.
	 */
	private static function sort_fifths( int $at_ms, array $recency, array $frequency, array $monetary ): void {
		global $wpdb;
		$table = Woo_Tables::name( 'customers' );
		$wpdb->query( "UPDATE {$table} SET r = 5 - (" . self::above_sql( '(' . (int) $at_ms . ' - last_at)', $recency ) . '), f = 1 + ' . self::above_sql( 'orders', $frequency ) . ', m = 1 + ' . self::above_sql( 'revenue_minor', $monetary ) . ' WHERE has_objected = 0' ); // Integers of our own.
	}

	/**
	 * How many edges a value exceeds, as the database counts them.
	 *
	 * @param string $value_sql The value.
	 * @param array  $edges     Four of them.
	 */
	private static function above_sql( string $value_sql, array $edges ): string {
		return implode(
			' + ',
			array_map(
				static function ( int $edge ) use ( $value_sql ): string {
					return "({$value_sql} > {$edge})";
				},
				$edges
			)
		);
	}
}
