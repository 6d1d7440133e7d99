<?php
/**
 * What campaigns bring about.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Salts;

defined( 'ABSPATH' ) || exit;

/**
 * One exposure a visitor, day and campaign: the first. One conversion at most, by an event of the campaign's goal at or after the
 * exposure of that day. Reports and events may come in any order: of both the instant is remembered for the day.
 */
final class Effects {

	/** @var array Campaign => names of events. */
	private $goals;

	/** @var array Campaign => keys of its arms. */
	private $arms;

	/** @var array[] Of exposures: day, visitor, campaign, variant, t. */
	private $exposures = array();

	/** @var array[] Of goals reached: day, visitor, campaign, t, amount. */
	private $reached = array();

	/**
	 * For one chunk.
	 *
	 * @param array $goals Campaign => names of events.
	 * @param array $arms  Campaign => keys of its arms.
	 */
	public function __construct( array $goals, array $arms ) {
		$this->goals = $goals;
		$this->arms  = $arms;
	}

	/**
	 * A report of the buffer.
	 *
	 * @param array  $line   Its line.
	 * @param array  $change Decision, campaign, variant, marks.
	 * @param string $zone   Of the site.
	 */
	public function expose( array $line, array $change, string $zone ): void {
		$t = $change[3]['s'] ?? $change[3]['w'] ?? null;
		$is_ours = in_array( $change[2], (array) ( $this->arms[ $change[1] ] ?? array() ), true );
		if ( is_int( $t ) && $is_ours && '' !== $line['v'] ) {
			$this->exposures[] = array( Salts::day( $t, $zone ), $line['v'], $change[1], $change[2], $t );
		}
	}

	/**
	 * An event that may reach a goal. Of an order that the shop's server tells, the shop's part of the plugin knows the arms.
	 *
	 * @param array  $line   Its line.
	 * @param array  $event  The event.
	 * @param string $day    Y-m-d.
	 * @param int    $amount Minor units.
	 */
	public function convert( array $line, array $event, string $day, int $amount ): void {
		$is_server = 'server' === ( $line['src'] ?? '' ) && 'Order Completed' === $event['n'];
		if ( '' === $line['v'] || $is_server || isset( $event['p']['arms'] ) ) {
			return;
		}
		// A report is of the device, an event perhaps of the person whom it belongs to.
		$visitor = $line['o'] ?? $line['v'];
		foreach ( $this->goals as $campaign => $names ) {
			if ( in_array( $event['n'], (array) $names, true ) ) {
				$this->reached[] = array( $day, $visitor, $campaign, (int) $event['t'], $amount );
			}
		}
	}

	/** Adds it all to the table. */
	public function write(): void {
		$all   = array_merge( $this->exposures, $this->reached );
		$keys  = array();
		$known = array();
		foreach ( $all as $row ) {
			foreach ( array( 'exposed', 'reached', 'converted' ) as $what ) {
				$keys[] = self::key( $what, $row );
			}
		}
		if ( $keys ) {
			$known = Counts::recall( $keys );
		}
		$effects = array();
		$fresh   = array();
		$this->note_exposures( $known, $fresh, $effects );
		$this->note_goals( $known, $fresh );
		foreach ( $all as $row ) {
			$this->settle( $row, $known, $fresh, $effects );
		}
		Counts::remember( $fresh );
		Counts::add_effects( $effects );
	}

	/**
	 * The first exposure of each visitor, day and campaign.
	 *
	 * @param array $known   What is remembered.
	 * @param array $fresh   What is to be.
	 * @param array $effects Rows.
	 */
	private function note_exposures( array &$known, array &$fresh, array &$effects ): void {
		foreach ( $this->exposures as $row ) {
			$key = self::key( 'exposed', $row );
			if ( ! isset( $known[ $key ] ) ) {
				$known[ $key ] = array(
					't'      => $row[4],
					'note'   => $row[3],
					'amount' => 0,
				);
				$fresh[ $key ] = array( $key, $row[0], $row[4], $row[3], 0 );
				self::add( $effects, $row[0], $row[2], $row[3], array( 1, 0, 0 ) );
			}
		}
	}

	/**
	 * The latest time at which each goal was reached.
	 *
	 * @param array $known What is remembered.
	 * @param array $fresh What is to be.
	 */
	private function note_goals( array &$known, array &$fresh ): void {
		foreach ( $this->reached as $row ) {
			$key = self::key( 'reached', $row );
			if ( ! isset( $known[ $key ] ) || $known[ $key ]['t'] < $row[3] ) {
				$known[ $key ] = array(
					't'      => $row[3],
					'note'   => '',
					'amount' => $row[4],
				);
				$fresh[ $key ] = array( $key, $row[0], $row[3], '', $row[4] );
			}
		}
	}

	/**
	 * A conversion, where both are there, in that order, and none was counted.
	 *
	 * @param array $row     Day, visitor, campaign.
	 * @param array $known   What is remembered.
	 * @param array $fresh   What is to be.
	 * @param array $effects Rows.
	 */
	private function settle( array $row, array &$known, array &$fresh, array &$effects ): void {
		$exposed   = $known[ self::key( 'exposed', $row ) ] ?? null;
		$reached   = $known[ self::key( 'reached', $row ) ] ?? null;
		$converted = self::key( 'converted', $row );
		if ( null === $exposed || null === $reached || $reached['t'] < $exposed['t'] || isset( $known[ $converted ] ) ) {
			return;
		}
		$known[ $converted ] = array( 't' => $reached['t'] );
		$fresh[ $converted ] = array( $converted, $row[0], $reached['t'], '', 0 );
		self::add( $effects, $row[0], $row[2], $exposed['note'], array( 0, 1, $reached['amount'] ) );
	}

	/**
	 * Adds to a row.
	 *
	 * @param array  $effects  Rows.
	 * @param string $day      Y-m-d.
	 * @param string $campaign Its key.
	 * @param string $variant  Its key.
	 * @param int[]  $more     Exposures, conversions, revenue.
	 */
	private static function add( array &$effects, string $day, string $campaign, string $variant, array $more ): void {
		$key             = $day . ' ' . $campaign . ' ' . $variant;
		$row             = $effects[ $key ] ?? array( $day, $campaign, $variant, 0, 0, 0 );
		$effects[ $key ] = array( $day, $campaign, $variant, $row[3] + $more[0], $row[4] + $more[1], Counts::sum( $row[5], $more[2] ) );
	}

	/**
	 * Under which something is remembered.
	 *
	 * @param string $what `exposed`, `reached` or `converted`.
	 * @param array  $row  Day, visitor, campaign.
	 */
	private static function key( string $what, array $row ): string {
		return md5( implode( "\0", array( $what, $row[0], $row[1], $row[2] ) ) );
	}
}
