<?php
/**
 * Lines of the buffer.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** What is written down of a request: no address, no user agent, no mail address, no device id. */
final class Line {

	private const HOUR_MS = 3600000;

	/**
	 * Of a post; null where nothing is left of it.
	 *
	 * @param Config   $config   The site's.
	 * @param Identity $who      The sender.
	 * @param Envelope $envelope The post.
	 * @param array[]  $items    Clean.
	 * @param Seen     $seen     The request.
	 * @param int      $now      Ms.
	 */
	public static function of_post( Config $config, Identity $who, Envelope $envelope, array $items, Seen $seen, int $now ): ?array {
		$events = array();
		foreach ( $items as $item ) {
			if ( 'Treatment Chosen' !== $item['n'] ) {
				$events[] = self::event( $item, 'counted' === $who->mode, $seen );
			}
		}
		if ( ! $events ) {
			return null;
		}
		$line = array(
			't' => $now,
			'v' => $who->visitor,
			'm' => $who->mode,
			'c' => $envelope->consent,
		);
		if ( $config->connected && '' !== $who->own && 'anonymous' !== $who->mode ) {
			$line['dev'] = $who->own;
		}
		// Reports on decisions are of the device, also where its events are of a person.
		if ( $who->own !== $who->visitor ) {
			$line['o'] = $who->own;
		}
		$line['e'] = $events;
		return $line;
	}

	/**
	 * Of a device that once consented and now sends Global Privacy Control: no event, but that nothing of it may be passed on.
	 *
	 * @param string $device Its hash.
	 * @param int    $now    Ms.
	 */
	public static function of_signal( string $device, int $now ): array {
		return array(
			't'   => $now,
			'v'   => $device,
			'm'   => 'consented',
			'c'   => null,
			'g'   => 1,
			'dev' => $device,
			'e'   => array(),
		);
	}

	/**
	 * Of a report on a decision.
	 *
	 * @param Config   $config The site's.
	 * @param Identity $who    The sender.
	 * @param array    $change Of `difference()`.
	 * @param int      $now    Ms.
	 */
	public static function of_report( Config $config, Identity $who, array $change, int $now ): array {
		$line = array(
			't' => $now,
			'v' => $who->own,
			'm' => $who->mode,
			'c' => null,
		);
		if ( $config->connected && 'consented' === $who->mode ) {
			$line['dev'] = $who->own;
		}
		return $line + array(
			'e' => array(),
			'd' => array( $change ),
		);
	}

	/**
	 * Of somebody who takes their consent back: nothing of what they did.
	 *
	 * @param string   $device   Hash of it.
	 * @param Envelope $envelope The post.
	 * @param int      $now      Ms.
	 */
	public static function of_withdrawal( string $device, Envelope $envelope, int $now ): array {
		return array(
			't'   => $now,
			'v'   => $device,
			'm'   => 'consented',
			'c'   => $envelope->consent,
			'dev' => $device,
			'e'   => array(),
		);
	}

	/**
	 * Of somebody who had deleted what is held here: for whoever holds something elsewhere.
	 *
	 * @param string $device Hash of theirs.
	 * @param int    $now    Ms.
	 */
	public static function of_erasure( string $device, int $now ): array {
		return array(
			't'      => $now,
			'v'      => $device,
			'm'      => 'consented',
			'c'      => null,
			'e'      => array(),
			'forget' => true,
		);
	}

	/**
	 * What a report changed: decision, campaign, variant, and the marks that are new.
	 *
	 * @param array  $before   State.
	 * @param array  $after    State.
	 * @param string $decision Its id.
	 */
	public static function difference( array $before, array $after, string $decision ): array {
		$at = Choices::find( $after['d'], substr( $decision, 0, 8 ) );
		if ( null === $at ) {
			return array();
		}
		$row  = $after['d'][ $at ];
		$news = array_diff_key( $row[3], $before['d'][ $at ][3] );
		return $news ? array( $decision, $row[1], $row[2], $news ) : array();
	}

	/**
	 * An event. Without a visitor it is coarse: the hour and the path.
	 *
	 * @param array $item      Clean.
	 * @param bool  $is_coarse Whether nobody is known.
	 * @param Seen  $seen      The request.
	 */
	private static function event( array $item, bool $is_coarse, Seen $seen ): array {
		$event = array(
			'i' => $item['i'],
			'n' => $item['n'],
			't' => $is_coarse ? $item['t'] - $item['t'] % self::HOUR_MS : $item['t'],
			'p' => (object) $item['p'],
		);
		if ( '' !== $item['u'] ) {
			$event['u'] = $is_coarse ? explode( '?', $item['u'], 2 )[0] : $item['u'];
		}
		if ( '' !== $item['r'] && ! self::is_same_site( $item['r'], $seen->origin ) ) {
			$event['r'] = $item['r'];
		}
		return $event;
	}

	/**
	 * Whether one page of a site led to another.
	 *
	 * @param string $referrer Origin.
	 * @param string $origin   Of the page.
	 */
	private static function is_same_site( string $referrer, string $origin ): bool {
		$host = static function ( string $url ): string {
			return (string) preg_replace( '/^www\./', '', strtolower( (string) parse_url( $url, PHP_URL_HOST ) ) );
		};
		$from = $host( $referrer );
		$to   = $host( $origin );
		return '' !== $to && ( $from === $to || substr( $from, -strlen( '.' . $to ) ) === '.' . $to || substr( $to, -strlen( '.' . $from ) ) === '.' . $from );
	}
}
