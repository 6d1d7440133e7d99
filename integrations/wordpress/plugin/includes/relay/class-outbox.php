<?php
/**
 * What waits for the server.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Lines of the buffer in the order in which they were counted; empty as long as the site is not connected. */
final class Outbox implements Module {

	private const WAITING = 0;

	/** It was tried for a day in vain: it goes again when the server is back, or when somebody says so. */
	private const LATE = 1;

	/** The server has no use for it: it goes again only when somebody says so. */
	private const REFUSED = 2;

	/** Some 100 MB: past it what is new is dropped and counted, for the site's disk is the merchant's. */
	private const MOST_ROWS = 100000;

	private const INSERTED_AT_ONCE = 100;

	private const DAY_MS = 86400000;

	/** Takes what the counting is done with. */
	public static function hook(): void {
		add_action( 'inkling_buffer_taken', array( self::class, 'take' ) );
		add_action( 'inkling_forget_visitors', array( self::class, 'forget' ) );
		add_action( 'inkling_device_erased', array( self::class, 'forget' ) );
	}

	/** Makes the table. */
	public static function install(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		$table   = self::table();
		$collate = $GLOBALS['wpdb']->get_charset_collate();
		dbDelta(
			"CREATE TABLE $table (
			id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
			made bigint(20) unsigned NOT NULL,
			visitor varchar(32) NOT NULL DEFAULT '',
			state tinyint(3) unsigned NOT NULL DEFAULT 0,
			body longtext NOT NULL,
			PRIMARY KEY  (id),
			KEY state_id (state,id),
			KEY visitor (visitor)
			) $collate;"
		);
	}

	/** What waits goes on waiting. */
	public static function pause(): void {}

	/** Removes the table. */
	public static function uninstall(): void {
		global $wpdb;
		$wpdb->query( 'DROP TABLE IF EXISTS ' . self::table() );
	}

	/** Name of the table. */
	private static function table(): string {
		return $GLOBALS['wpdb']->prefix . 'inkling_outbox';
	}

	/**
	 * Keeps lines that the counting is done with: durable when it returns.
	 *
	 * @param array $lines Decoded.
	 */
	public static function take( array $lines ): void {
		if ( ! Server::is_there() ) {
			return;
		}
		$rows = array();
		foreach ( $lines as $line ) {
			if ( ! is_array( $line ) || ! isset( $line['m'], $line['e'] ) ) {
				continue;
			}
			$visitor = self::visitor( $line );
			if ( '' !== $visitor && self::is_denied( $line ) ) {
				// What was said before they declined stays here; that they have, the server is told.
				Relay_State::count( 'denied', self::drop( $visitor, $rows ) + count( (array) $line['e'] ) );
				$line['e'] = array();
				unset( $line['d'] );
				// Nor is an order of theirs told later under their id.
				if ( function_exists( 'WC' ) ) {
					Woo_Removal::visitor_meta( $visitor );
				}
			}
			$rows[] = array( $visitor, $line );
		}
		self::insert( $rows );
	}

	/**
	 * Under which id the server is to know it; empty: nobody.
	 *
	 * @param array $line Of the buffer.
	 */
	private static function visitor( array $line ): string {
		$id = $line['dev'] ?? ( 'consented' === $line['m'] ? ( $line['v'] ?? '' ) : '' );
		return is_string( $id ) && 1 === preg_match( '/^[0-9a-f]{32}$/', $id ) ? $id : '';
	}

	/**
	 * Whether its visitor does not want to be remembered, or nothing of them passed on.
	 *
	 * @param array $line Of the buffer.
	 */
	private static function is_denied( array $line ): bool {
		$consent = is_array( $line['c'] ?? null ) ? $line['c'] : array();
		return ! empty( $line['g'] ) || false === ( $consent['analytics'] ?? null ) || false === ( $consent['share'] ?? null );
	}

	/**
	 * Drops what waits of somebody, also among rows that are not written yet; answers how many lines that were.
	 *
	 * @param string $visitor Its id.
	 * @param array  $rows    Not written yet.
	 */
	private static function drop( string $visitor, array &$rows ): int {
		$before = count( $rows );
		$rows   = array_values(
			array_filter(
				$rows,
				static function ( array $row ) use ( $visitor ): bool {
					return $row[0] !== $visitor || array() === $row[1]['e'];
				}
			)
		);
		return $before - count( $rows ) + self::forget( array( $visitor ) );
	}

	/**
	 * Writes rows as long as there is room.
	 *
	 * @param array $rows Pairs of an id and a line.
	 */
	private static function insert( array $rows ): void {
		global $wpdb;
		/** How many lines may wait for the server. */
		$room = (int) apply_filters( 'inkling_outbox_rows', self::MOST_ROWS ) - self::count_rows();
		if ( count( $rows ) > $room ) {
			Relay_State::count( 'full', count( $rows ) - max( 0, $room ) );
			$rows = array_slice( $rows, 0, max( 0, $room ) );
		}
		foreach ( array_chunk( $rows, self::INSERTED_AT_ONCE ) as $chunk ) {
			$values = array();
			foreach ( $chunk as list( $visitor, $line ) ) {
				array_push( $values, (int) ( $line['t'] ?? 0 ), $visitor, wp_json_encode( $line ) );
			}
			$places = implode( ',', array_fill( 0, count( $chunk ), '(%d,%s,%s)' ) );
			// Places are made of nothing else.
			$done = $wpdb->query( $wpdb->prepare( 'INSERT INTO ' . self::table() . " (made,visitor,body) VALUES $places", $values ) );
			if ( false === $done ) {
				// Whoever counts keeps the file, and comes with it again.
				throw new \RuntimeException( 'Inkling cannot write to its outbox: ' . $wpdb->last_error );
			}
		}
	}

	/**
	 * The oldest that wait.
	 *
	 * @param int $most  So many at most.
	 * @param int $bytes Of their text, at most; one is given in any case.
	 * @return array<int,array> Lines by id.
	 */
	public static function peek( int $most, int $bytes ): array {
		global $wpdb;
		$rows  = $wpdb->get_results( $wpdb->prepare( 'SELECT id, body FROM ' . self::table() . ' WHERE state = %d ORDER BY id LIMIT %d', self::WAITING, $most ) );
		$lines = array();
		foreach ( $rows as $row ) {
			$bytes -= strlen( $row->body );
			if ( $bytes < 0 && array() !== $lines ) {
				break;
			}
			$lines[ (int) $row->id ] = (array) json_decode( $row->body, true );
		}
		return $lines;
	}

	/**
	 * The server has them.
	 *
	 * @param int[] $ids Of rows.
	 */
	public static function remove( array $ids ): void {
		global $wpdb;
		if ( array() !== $ids ) {
			$places = implode( ',', array_fill( 0, count( $ids ), '%d' ) );
			// Places are made of nothing else.
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . " WHERE id IN ($places)", $ids ) );
		}
	}

	/**
	 * The server has no use for it.
	 *
	 * @param int $id Of a row.
	 */
	public static function refuse( int $id ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'state' => self::REFUSED ), array( 'id' => $id ) );
	}

	/** What has waited for a day becomes a dead letter; answers how many. */
	public static function end_late(): int {
		global $wpdb;
		$before = time() * 1000 - self::DAY_MS;
		return (int) $wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET state = %d WHERE state = %d AND made < %d', self::LATE, self::WAITING, $before ) );
	}

	/**
	 * Dead letters wait again, in their old place.
	 *
	 * @param bool $with_refused Those, too, that the server had no use for.
	 */
	public static function revive( bool $with_refused ): int {
		global $wpdb;
		return (int) $wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET state = %d WHERE state = %d OR state = %d', self::WAITING, self::LATE, $with_refused ? self::REFUSED : self::LATE ) );
	}

	/**
	 * Lets go of what waits of visitors; answers how many lines that were.
	 *
	 * @param array $visitors Ids of 32 hex digits.
	 */
	public static function forget( array $visitors ): int {
		global $wpdb;
		$gone = 0;
		foreach ( $visitors as $visitor ) {
			if ( is_string( $visitor ) && '' !== $visitor ) {
				$gone += (int) $wpdb->delete( self::table(), array( 'visitor' => $visitor ) );
			}
		}
		return $gone;
	}

	/** Nothing waits any more. */
	public static function clear(): void {
		global $wpdb;
		$wpdb->query( 'DELETE FROM ' . self::table() );
	}

	/** How many there are, dead letters with them. */
	private static function count_rows(): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() );
	}

	/**
	 * How it stands.
	 *
	 * @return array{waiting:int,oldest:int,dead:int} `oldest` in UTC ms; 0: nothing waits.
	 */
	public static function figures(): array {
		global $wpdb;
		$rows    = $wpdb->get_results( 'SELECT state, COUNT(*) AS n, MIN(made) AS oldest FROM ' . self::table() . ' GROUP BY state' );
		$figures = array(
			'waiting' => 0,
			'oldest'  => 0,
			'dead'    => 0,
		);
		foreach ( $rows as $row ) {
			if ( self::WAITING === (int) $row->state ) {
				$figures['waiting'] = (int) $row->n;
				$figures['oldest']  = (int) $row->oldest;
			} else {
				$figures['dead'] += (int) $row->n;
			}
		}
		return $figures;
	}
}
