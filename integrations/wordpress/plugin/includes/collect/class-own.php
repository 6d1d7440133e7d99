<?php
/**
 * What a visitor is shown of what is held of them, and its deletion.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** `POST /v1/own` and `/v1/own/erasures`: of whoever sends the request, and of nobody else. */
final class Own extends Desk {

	private const PER_SECOND = 2;

	/**
	 * Answers either.
	 *
	 * @param string $key        Write key.
	 * @param string $body       As it came.
	 * @param bool   $is_erasure Whether it is to go.
	 */
	public function answer( string $key, string $body, bool $is_erasure ): Answer {
		try {
			$this->check( $key );
			if ( ! $this->limits()->take( 'own ' . $this->seen->prefix, self::PER_SECOND, 30 * self::PER_SECOND, $this->now ) ) {
				throw new Refusal( 'rate_limited', '', 'try again in a few seconds' );
			}
			$asked  = Envelope::decode( $body );
			$device = Visitor::is_device( $asked['device'] ?? null ) ? $asked['device'] : '';
			return new Answer( 200, $is_erasure ? $this->erase( $device ) : $this->show( $device ) );
		} catch ( Refusal $refusal ) {
			return $refusal->answer;
		}
	}

	/**
	 * What is held.
	 *
	 * @param string $device Of the visitor; empty for none.
	 */
	private function show( string $device ): array {
		$who    = Identity::find( $this->config, $this->seen, null, $this->now, $device );
		$file   = '' === $who->own ? null : $who->file( $this->config->folder )->read();
		$answer = array(
			'policy'    => $this->config->policy,
			'held'      => null,
			'consent'   => new \stdClass(),
			'objection' => null,
		);
		if ( ! isset( $file['st'] ) ) {
			return $answer;
		}
		$answer['held'] = self::count( $file['st'] ) + array(
			'groups'    => 0,
			'estimates' => 0,
			'contacts'  => 0,
			'since'     => gmdate( 'Y-m-d\TH:i:s\Z', intdiv( $file['st']['s'], 1000 ) ),
		);
		$answer['st']   = Session_State::present( $file['st'] );
		return $answer;
	}

	/**
	 * Removes it: the sessions of today and of yesterday, and what waits to be counted. Counts of a day name nobody.
	 *
	 * @param string $device Of the visitor; empty for none.
	 */
	private function erase( string $device ): array {
		$removed = array(
			'events' => 0,
			'visits' => 0,
			'orders' => 0,
		);
		$ids     = $this->ids( $device );
		foreach ( $ids as $day => $id ) {
			$session = new Session_File( $this->config->folder, $day, $id );
			$file    = $session->read();
			if ( isset( $file['st'] ) ) {
				foreach ( self::count( $file['st'] ) as $kind => $count ) {
					$removed[ $kind ] += $count;
				}
			}
			$session->remove();
		}
		$buffer = new Buffer( $this->config->folder );
		$buffer->forget( array_values( $ids ) );
		if ( '' !== $device ) {
			$buffer->append( Line::of_erasure( reset( $ids ), $this->now ), $this->config->limit( 'buffer_bytes' ) );
		}
		return array(
			'removed' => $removed,
			'at'      => gmdate( 'Y-m-d\TH:i:s\Z', intdiv( $this->now, 1000 ) ),
		);
	}

	/**
	 * The ids that this request may have had, by day.
	 *
	 * @param string $device Of the visitor; empty for none.
	 * @return string[]
	 */
	private function ids( string $device ): array {
		$ids = array();
		foreach ( ( new Salts( $this->config->folder, $this->config->zone ) )->at( $this->now ) as $salt ) {
			if ( null !== $salt ) {
				$ids[ $salt['day'] ] = '' === $device
					? Visitor::anonymous( $salt['key'], $this->config->site, $this->seen )
					: Visitor::device( $this->config->id_key, $device );
			}
		}
		return $ids;
	}

	/**
	 * How much a state holds.
	 *
	 * @param array $st The state.
	 * @return array{events: int, visits: int, orders: int}
	 */
	private static function count( array $st ): array {
		$events = $st['x'] ?? 0;
		foreach ( $st['r'] as $row ) {
			$events += count( $row ) - 2;
		}
		return array(
			'events' => $events,
			'visits' => 1,
			'orders' => count( $st['o'] ?? array() ),
		);
	}
}
