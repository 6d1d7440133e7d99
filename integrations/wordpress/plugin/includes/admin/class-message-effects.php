<?php
/**
 * What messages did.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Compares the arms of each message with those who saw nothing, and says so when that is too early. */
final class Message_Effects {

	/** Fewer exposures in an arm say nothing. */
	private const LEAST_EXPOSURES = 100;

	/** So do fewer conversions in both arms together. */
	private const LEAST_CONVERSIONS = 10;

	/**
	 * Messages with their arms, of the last days.
	 *
	 * @param array[] $rows Each campaign, variant, exposures, conversions, revenue_minor.
	 * @return array[] Each `campaign`, `control` (an arm or null), `arms`, each with a verdict.
	 */
	public static function compare( array $rows ): array {
		$by_campaign = array();
		foreach ( $rows as $row ) {
			$by_campaign[ $row['campaign'] ][ $row['variant'] ] = $row;
		}
		$compared = array();
		foreach ( $by_campaign as $campaign => $arms ) {
			$key        = self::control_of( (string) $campaign );
			$control    = $arms[ $key ] ?? null;
			$compared[] = array(
				'campaign' => (string) $campaign,
				'control'  => $control,
				'arms'     => array_map(
					static function ( array $arm ) use ( $control ): array {
						return $arm + array( 'verdict' => self::judge( $arm, $control ) );
					},
					array_values( array_diff_key( $arms, array( $key => true ) ) )
				),
			);
		}
		return $compared;
	}

	/**
	 * What may be said of an arm beside the control arm.
	 *
	 * @param array      $arm     `exposures` and `conversions`.
	 * @param array|null $control The same of those who saw nothing.
	 * @return array{state: string, low?: float, high?: float, missing?: int} State: alone, early, more, less or open.
	 */
	public static function judge( array $arm, ?array $control ): array {
		if ( null === $control ) {
			return array( 'state' => 'alone' );
		}
		$fewest = min( (int) $arm['exposures'], (int) $control['exposures'] );
		if ( $fewest < self::LEAST_EXPOSURES || (int) $arm['conversions'] + (int) $control['conversions'] < self::LEAST_CONVERSIONS ) {
			return array(
				'state'   => 'early',
				'missing' => max( 0, self::LEAST_EXPOSURES - $fewest ),
			);
		}
		$interval = Proportions::newcombe( self::did( $arm ), (int) $arm['exposures'], self::did( $control ), (int) $control['exposures'] );
		$state    = $interval['low'] > 0 ? 'more' : ( $interval['high'] < 0 ? 'less' : 'open' );
		return array( 'state' => $state ) + $interval;
	}

	/**
	 * Conversions, of whom there can be no more than were there.
	 *
	 * @param array $arm Counted.
	 */
	private static function did( array $arm ): int {
		return min( (int) $arm['conversions'], (int) $arm['exposures'] );
	}

	/**
	 * The variant that shows nothing.
	 *
	 * @param string $campaign Its key.
	 */
	private static function control_of( string $campaign ): string {
		foreach ( Rules::base()['campaigns'] as $known ) {
			foreach ( $known['key'] === $campaign ? (array) $known['variants'] : array() as $variant ) {
				if ( null === ( $variant['treatment'] ?? null ) ) {
					return (string) $variant['key'];
				}
			}
		}
		return 'control';
	}
}
