<?php
/**
 * What is counted, by day.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Four tables: counts, effects of campaigns, what was counted already (for two days: hashes that name nobody), and how far a
 * file has been counted. All of InnoDB, so that a chunk is counted whole or not at all.
 */
final class Counts implements Module {

	/** Names of a kind and day; the rest are one. */
	public const MOST_NAMES = 5000;

	public const OTHER = '(other)';

	/** Less than half of what a column holds: two such sums still fit. Amounts of pages are whatever a stranger makes up. */
	private const MOST_AMOUNT = 4000000000000000000;

	/** Rows a statement. */
	private const ROWS = 200;

	public static function hook(): void {
		add_action( 'inkling_retention', array( self::class, 'forget_before' ) );
	}

	/** Makes the tables, or what an update added to them. */
	public static function install(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		global $wpdb;
		$end = ') ENGINE=InnoDB ' . $wpdb->get_charset_collate() . ';';
		// Paths and words that differ in capitals or accents are not the same.
		$exact = $wpdb->charset ? "CHARACTER SET {$wpdb->charset} COLLATE {$wpdb->charset}_bin" : '';
		dbDelta(
			array(
				'CREATE TABLE ' . self::table( 'counts' ) . " (
day date NOT NULL,
kind varchar(32) NOT NULL,
name varchar(190) $exact NOT NULL,
n bigint(20) NOT NULL DEFAULT 0,
visitors bigint(20) NOT NULL DEFAULT 0,
amount_minor bigint(20) NOT NULL DEFAULT 0,
PRIMARY KEY  (day,kind,name)
$end",
				'CREATE TABLE ' . self::table( 'effects' ) . " (
day date NOT NULL,
campaign varchar(64) NOT NULL,
variant varchar(64) NOT NULL,
exposures bigint(20) NOT NULL DEFAULT 0,
conversions bigint(20) NOT NULL DEFAULT 0,
revenue_minor bigint(20) NOT NULL DEFAULT 0,
PRIMARY KEY  (day,campaign,variant)
$end",
				'CREATE TABLE ' . self::table( 'seen' ) . " (
k char(32) NOT NULL,
day date NOT NULL,
t bigint(20) NOT NULL DEFAULT 0,
note varchar(64) NOT NULL DEFAULT '',
amount bigint(20) NOT NULL DEFAULT 0,
PRIMARY KEY  (k),
KEY day (day)
$end",
				'CREATE TABLE ' . self::table( 'progress' ) . " (
file varchar(64) NOT NULL,
place bigint(20) NOT NULL DEFAULT 0,
PRIMARY KEY  (file)
$end",
			)
		);
	}

	public static function pause(): void {}

	public static function uninstall(): void {
		global $wpdb;
		foreach ( array( 'counts', 'effects', 'seen', 'progress' ) as $name ) {
			$wpdb->query( 'DROP TABLE IF EXISTS ' . self::table( $name ) );
		}
	}

	/**
	 * Full name of a table.
	 *
	 * @param string $name Of ours.
	 */
	public static function table( string $name ): string {
		global $wpdb;
		return $wpdb->prefix . 'inkling_' . $name;
	}

	/**
	 * Adds to counts, or makes them.
	 *
	 * @param array[] $rows Each day, kind, name, n, visitors, amount.
	 */
	public static function add( array $rows ): void {
		self::insert(
			self::table( 'counts' ),
			'day, kind, name, n, visitors, amount_minor',
			'(%s, %s, %s, %d, %d, %d)',
			$rows,
			'ON DUPLICATE KEY UPDATE n = n + VALUES(n), visitors = visitors + VALUES(visitors), ' . self::added( 'amount_minor' )
		);
	}

	/**
	 * Adds to the effects of campaigns.
	 *
	 * @param array[] $rows Each day, campaign, variant, exposures, conversions, revenue.
	 */
	public static function add_effects( array $rows ): void {
		self::insert(
			self::table( 'effects' ),
			'day, campaign, variant, exposures, conversions, revenue_minor',
			'(%s, %s, %s, %d, %d, %d)',
			$rows,
			'ON DUPLICATE KEY UPDATE exposures = exposures + VALUES(exposures), conversions = conversions + VALUES(conversions), ' . self::added( 'revenue_minor' )
		);
	}

	/**
	 * Remembers what was counted.
	 *
	 * @param array[] $rows Each k, day, t, note, amount.
	 */
	public static function remember( array $rows ): void {
		self::insert(
			self::table( 'seen' ),
			'k, day, t, note, amount',
			'(%s, %s, %d, %s, %d)',
			$rows,
			'ON DUPLICATE KEY UPDATE t = VALUES(t), note = VALUES(note), amount = VALUES(amount)'
		);
	}

	/**
	 * What is remembered of these.
	 *
	 * @param string[] $keys Of `remember()`.
	 * @return array By key: t, note, amount.
	 */
	public static function recall( array $keys ): array {
		global $wpdb;
		$found = array();
		foreach ( array_chunk( array_values( array_unique( $keys ) ), self::ROWS ) as $some ) {
			$marks = implode( ', ', array_fill( 0, count( $some ), '%s' ) );
			$sql   = $wpdb->prepare( 'SELECT k, t, note, amount FROM ' . self::table( 'seen' ) . " WHERE k IN ( $marks )", $some );
			foreach ( (array) $wpdb->get_results( $sql, ARRAY_A ) as $row ) {
				$found[ $row['k'] ] = array(
					't'      => (int) $row['t'],
					'note'   => $row['note'],
					'amount' => (int) $row['amount'],
				);
			}
		}
		return $found;
	}

	/**
	 * The names of a kind and day that are there.
	 *
	 * @param string $day  Y-m-d.
	 * @param string $kind For example `page`.
	 * @return array Name => true.
	 */
	public static function names( string $day, string $kind ): array {
		global $wpdb;
		$sql = $wpdb->prepare( 'SELECT name FROM ' . self::table( 'counts' ) . ' WHERE day = %s AND kind = %s', $day, $kind );
		return array_fill_keys( $wpdb->get_col( $sql ), true );
	}

	/**
	 * Removes what is older than it may be.
	 *
	 * @param int $days How many are kept.
	 */
	public static function forget_before( int $days ): void {
		global $wpdb;
		$first = gmdate( 'Y-m-d', time() - $days * DAY_IN_SECONDS );
		foreach ( array( 'counts', 'effects' ) as $name ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table( $name ) . ' WHERE day < %s', $first ) );
		}
	}

	/**
	 * The sum of two amounts, or the largest there is.
	 *
	 * @param int $one  Minor units.
	 * @param int $more Minor units.
	 */
	public static function sum( int $one, int $more ): int {
		return max( -self::MOST_AMOUNT, min( self::MOST_AMOUNT, $one + $more ) );
	}

	/**
	 * The same in the table: what has grown beyond it stays as it is, for a column that runs over would end all counting.
	 *
	 * @param string $column Of ours.
	 */
	private static function added( string $column ): string {
		$most = self::MOST_AMOUNT;
		return "$column = $column + CASE WHEN $column BETWEEN -$most AND $most THEN VALUES($column) ELSE 0 END";
	}

	/**
	 * Rows of one table, some at a time.
	 *
	 * @param string  $table     Its full name.
	 * @param string  $columns   Of the values.
	 * @param string  $row_marks Placeholders.
	 * @param array[] $rows      Values.
	 * @param string  $else_sql  What becomes of those that are there.
	 * @throws \RuntimeException When the database does not take them.
	 */
	private static function insert( string $table, string $columns, string $row_marks, array $rows, string $else_sql ): void {
		global $wpdb;
		foreach ( array_chunk( array_values( $rows ), self::ROWS ) as $some ) {
			$marks  = implode( ', ', array_fill( 0, count( $some ), $row_marks ) );
			$values = array_merge( ...array_map( 'array_values', $some ) );
			if ( false === $wpdb->query( $wpdb->prepare( "INSERT INTO $table ($columns) VALUES $marks $else_sql", $values ) ) ) {
				throw new \RuntimeException( 'Inkling cannot count: ' . $wpdb->last_error );
			}
		}
	}
}
