<?php
/**
 * The way of a page's post: read, identify, clean, append, answer.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** Takes one post, or one report on a decision. */
final class Collector extends Desk {

	/**
	 * `POST /v1/collect`.
	 *
	 * @param string $key  Write key.
	 * @param string $body As it came.
	 */
	public function collect( string $key, string $body ): Answer {
		try {
			$this->check( $key );
			$this->admit( 'address ' . $this->seen->prefix, $this->config->limit( 'posts_per_second' ), 4 );
			return new Answer( 200, $this->take( new Envelope( $body ) ) );
		} catch ( Refusal $refusal ) {
			return $refusal->answer;
		}
	}

	/**
	 * `POST /v1/exposures`: what became of a decision.
	 *
	 * @param string $key  Write key.
	 * @param string $body As it came.
	 */
	public function expose( string $key, string $body ): Answer {
		try {
			$this->check( $key );
			$this->admit( 'address ' . $this->seen->prefix, $this->config->limit( 'posts_per_second' ), 4 );
			$report = self::read_report( Envelope::decode( $body ) );
			$this->note( $report );
			return new Answer( 200, new \stdClass() );
		} catch ( Refusal $refusal ) {
			return $refusal->answer;
		}
	}

	/**
	 * Takes an envelope.
	 *
	 * @param Envelope $envelope The post.
	 */
	private function take( Envelope $envelope ): array {
		$unwanted = $this->unwanted();
		if ( null !== $unwanted ) {
			return $this->refuse_all( $envelope, $unwanted );
		}
		$who = Identity::find( $this->config, $this->seen, $envelope, $this->now );
		if ( '' === $who->own ) {
			$this->let_go( $who, $envelope );
		}
		if ( in_array( $who->mode, array( 'gpc', 'opted_out', 'consent_required' ), true ) ) {
			return $this->refuse_all( $envelope, $who->mode );
		}
		if ( '' !== $who->own ) {
			$this->admit( 'visitor ' . $who->own, $this->config->limit( 'posts_per_second_of_visitor' ), 5 );
		}
		$refused = $envelope->refused;
		$items   = array();
		$cleaner = new Items( $this->config, new Secrets( array( $this->seen->address, $this->seen->user_agent, $envelope->contact, $envelope->device, $envelope->inner, $envelope->proof ) ) );
		$offset  = Event_Time::offset( $envelope->sent_at, $this->now );
		foreach ( $envelope->items as $item ) {
			$clean = $cleaner->clean( $item, $offset, $this->now );
			if ( isset( $clean['code'] ) ) {
				$refused[] = $clean;
			} else {
				$items[] = $clean;
			}
		}
		return $this->record( $who, $envelope, $items, $refused );
	}

	/**
	 * Writes what is kept, and says so.
	 *
	 * @param Identity $who      The sender.
	 * @param Envelope $envelope The post.
	 * @param array[]  $items    Clean.
	 * @param array[]  $refused  The others.
	 */
	private function record( Identity $who, Envelope $envelope, array $items, array $refused ): array {
		$answer = array(
			'accepted' => count( $items ),
			'refused'  => $refused,
			'do'       => array(),
			't'        => $this->now,
		);
		if ( '' !== $who->own && $this->has_place( $who ) ) {
			$taken = array( 'go' => array() );
			$file  = $who->file( $this->config->folder )->update(
				function ( ?array $file ) use ( $who, $items, &$taken ): array {
					$taken = Session_State::append( $file, $who->unit, $items, $this->now, $this->config );
					// Somebody without consent under a hash: no longer is it one device's.
					$alias = isset( $file['as'] ) ? array( 'as' => false ) : array();
					return $taken['file'] + $alias;
				}
			);
			if ( 'anonymous' !== $who->mode ) {
				$who->note_device( $this->config, $this->seen, $this->now );
			}
			$answer['st'] = Session_State::present( $file['st'] );
			if ( $taken['go'] ) {
				$answer['go'] = $taken['go'];
			}
		}
		$line = Line::of_post( $this->config, $who, $envelope, $items, $this->seen, $this->now );
		if ( null !== $line ) {
			( new Buffer( $this->config->folder ) )->append( $line, $this->config->limit( 'buffer_bytes' ) );
		}
		return $answer;
	}

	/**
	 * Of somebody under whose hash a device was known, and who is nobody now: requests that say no device are nobody's as well,
	 * and what waits to be passed on stays here.
	 *
	 * @param Identity $who      The sender.
	 * @param Envelope $envelope The post.
	 */
	private function let_go( Identity $who, Envelope $envelope ): void {
		Identity::forget_device( $this->config, $this->seen, $this->now );
		$is_told = in_array( $who->mode, array( 'gpc', 'opted_out' ), true ) && Visitor::is_device( $envelope->device );
		if ( $is_told && $this->config->connected ) {
			$device = Visitor::device( $this->config->id_key, $envelope->device );
			$line   = 'gpc' === $who->mode ? Line::of_signal( $device, $this->now ) : Line::of_withdrawal( $device, $envelope, $this->now );
			( new Buffer( $this->config->folder ) )->append( $line, $this->config->limit( 'buffer_bytes' ) );
		}
	}

	/**
	 * Whether there is a file of theirs, or may be: strangers who change their name with every post must not fill the disk.
	 *
	 * @param Identity $who The sender.
	 */
	private function has_place( Identity $who ): bool {
		if ( $who->file( $this->config->folder )->exists() ) {
			return true;
		}
		$pace = $this->config->limit( 'new_visitors_per_second' );
		return $this->limits()->take( 'new ' . $this->seen->prefix, $pace, 60 * $pace, $this->now );
	}

	/**
	 * Takes note of a report.
	 *
	 * @param array $report As on the wire.
	 */
	private function note( array $report ): void {
		if ( null !== $this->unwanted() ) {
			return;
		}
		$who = $this->owner( $report );
		if ( null === $who ) {
			return;
		}
		$change = array();
		$who->file( $this->config->folder )->update(
			function ( ?array $file ) use ( $report, &$change ): ?array {
				$next   = isset( $file['st'] ) ? Choices::report( $file, $report, $this->now ) : null;
				$change = null === $next ? array() : Line::difference( $file['st'], $next['st'], $report['decision'] );
				return $next;
			}
		);
		if ( $change ) {
			$line = Line::of_report( $this->config, $who, $change, $this->now );
			( new Buffer( $this->config->folder ) )->append( $line, $this->config->limit( 'buffer_bytes' ) );
		}
	}

	/**
	 * Whose decision it is. A report says no device, so that the day's hash and the device that the report may name are tried.
	 *
	 * @param array $report As on the wire.
	 */
	private function owner( array $report ): ?Identity {
		$device = Visitor::is_device( $report['dev'] ?? null ) ? $report['dev'] : '';
		$who    = Identity::of_request( $this->config, $this->seen, $this->now, $device );
		return '' !== $who->own && $who->file( $this->config->folder )->exists() ? $who : null;
	}

	/** Why nothing of this request is a visit; null: it may be one. */
	private function unwanted(): ?string {
		if ( $this->seen->is_prefetch() ) {
			return 'prefetch';
		}
		return Bots::is_bot( $this->seen->user_agent ) ? 'bot' : null;
	}

	/**
	 * The same answer for every item.
	 *
	 * @param Envelope $envelope The post.
	 * @param string   $code     Why.
	 */
	private function refuse_all( Envelope $envelope, string $code ): array {
		$refused = array();
		foreach ( $envelope->items as $item ) {
			$refused[] = Envelope::fault( $code, $item['at'], 'nothing to do' );
		}
		return array(
			'accepted' => 0,
			'refused'  => $refused,
			'do'       => array(),
			't'        => $this->now,
		);
	}

	/**
	 * Takes a token, or ends the request.
	 *
	 * @param string $name    Whose.
	 * @param int    $pace    A second.
	 * @param int    $seconds So many seconds' worth may come at once.
	 * @throws Refusal When there is none left.
	 */
	private function admit( string $name, int $pace, int $seconds ): void {
		if ( ! $this->limits()->take( $name, $pace, $pace * $seconds, $this->now ) ) {
			throw new Refusal( 'rate_limited', '', 'send the same items again in a few seconds' );
		}
	}

	/**
	 * A report of the wire.
	 *
	 * @param array $report Decoded.
	 * @throws Refusal When it is none.
	 */
	private static function read_report( array $report ): array {
		if ( ! is_string( $report['decision'] ?? null ) || 1 !== preg_match( '/^[0-9a-f]{32}$/D', $report['decision'] ) ) {
			throw new Refusal( 'invalid_value', 'decision', 'send the id of a decision' );
		}
		foreach ( array( 'at', 's' ) as $name ) {
			if ( isset( $report[ $name ] ) && ! Envelope::is_instant( $report[ $name ] ) ) {
				throw new Refusal( 'invalid_value', $name, 'send the browser time in epoch milliseconds' );
			}
		}
		return $report;
	}
}
