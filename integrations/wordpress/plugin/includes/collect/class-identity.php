<?php
/**
 * Under which id a request is recorded.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** The mode by policy and consent, the visitor's id, and the file of their session. */
final class Identity {

	/** @var string `counted`, `anonymous`, `consented`, `known`, or why nothing is recorded: `opted_out`, `consent_required`, `gpc`. */
	public $mode;

	/** @var string 32 hex digits under which events are counted; empty for none. */
	public $visitor = '';

	/** @var string Whose session is answered: of a device, or of the day. Never of a person whom a page merely claims. */
	public $own = '';

	/** @var string Day of the salt: that of the folder of the session. */
	public $day = '';

	/** @var string Of the shares of experiments. */
	public $unit = '';

	/**
	 * Of a request that is no post of events. Only after consent do pages say a device; a page of a checkout says none, so that
	 * the one that was last seen under the day's hash is taken.
	 *
	 * @param Config $config The site's.
	 * @param Seen   $seen   The request.
	 * @param int    $now    Ms.
	 * @param string $device Of the visitor; empty for none.
	 */
	public static function of_request( Config $config, Seen $seen, int $now, string $device = '' ): self {
		$salts = $seen->gpc ? array() : ( new Salts( $config->folder, $config->zone ) )->at( $now );
		$found = self::find( $config, $seen, null, $now, $device, $salts );
		if ( '' !== $device || 'gpc' === $found->mode ) {
			return $found;
		}
		foreach ( array_reverse( $salts ) as $salt ) {
			$hash  = null === $salt ? '' : Visitor::anonymous( $salt['key'], $config->site, $seen );
			$alias = '' === $hash ? null : ( ( new Session_File( $config->folder, $salt['day'], $hash ) )->read()['as'] ?? null );
			if ( is_array( $alias ) ) {
				$found->mode    = 'consented';
				$found->visitor = $alias['v'];
				$found->own     = $alias['v'];
				$found->day     = $alias['day'];
				$found->unit    = Visitor::unit( $config->id_key, $alias['v'] );
			}
		}
		return $found;
	}

	/**
	 * Notes under the day's hash which device it is, for requests that cannot say so; it goes with the salt. Two devices under
	 * one hash, or somebody who did not consent, and nothing is noted for the rest of the day.
	 *
	 * @param Config $config The site's.
	 * @param Seen   $seen   The request.
	 * @param int    $now    Ms.
	 */
	public function note_device( Config $config, Seen $seen, int $now ): void {
		$salt = ( new Salts( $config->folder, $config->zone ) )->at( $now )['today'];
		$file = new Session_File( $config->folder, $salt['day'], Visitor::anonymous( $salt['key'], $config->site, $seen ) );
		$own  = array(
			'v'   => $this->own,
			'day' => $this->day,
		);
		$old  = $file->read()['as'] ?? null;
		if ( false === $old || $old === $own ) {
			return;
		}
		$file->update(
			static function ( ?array $held ) use ( $own ): array {
				$old        = $held['as'] ?? null;
				$is_theirs  = null === $old || ( is_array( $old ) && $old['v'] === $own['v'] );
				$held       = $held ?? array();
				$held['as'] = $is_theirs ? $own : false;
				return $held;
			}
		);
	}

	/**
	 * From now on no device is known under the day's hash, nor will be on that day.
	 *
	 * @param Config $config The site's.
	 * @param Seen   $seen   The request.
	 * @param int    $now    Ms.
	 */
	public static function forget_device( Config $config, Seen $seen, int $now ): void {
		foreach ( array_filter( ( new Salts( $config->folder, $config->zone ) )->at( $now ) ) as $salt ) {
			$file = new Session_File( $config->folder, $salt['day'], Visitor::anonymous( $salt['key'], $config->site, $seen ) );
			if ( is_array( $file->read()['as'] ?? null ) ) {
				$file->update(
					static function ( ?array $held ): array {
						return array( 'as' => false ) + ( $held ?? array() );
					}
				);
			}
		}
	}

	/**
	 * Finds out who sends.
	 *
	 * @param Config        $config   The site's.
	 * @param Seen          $seen     The request.
	 * @param Envelope|null $envelope The post; null where it is another request.
	 * @param int           $now      Ms.
	 * @param string        $device   Where there is no envelope: a device that was allowed.
	 * @param array|null    $salts    Of `Salts::at()`, where they were read already.
	 */
	public static function find( Config $config, Seen $seen, ?Envelope $envelope, int $now, string $device = '', ?array $salts = null ): self {
		$found       = new self();
		$device      = null === $envelope ? $device : $envelope->device;
		$analytics   = null === $envelope ? ( '' === $device ? null : true ) : ( $envelope->consent['analytics'] ?? null );
		$found->mode = self::decide( $config, $seen, $envelope, $analytics, $device );
		if ( 'anonymous' !== $found->mode && 'consented' !== $found->mode ) {
			return $found;
		}
		$salts = $salts ?? ( new Salts( $config->folder, $config->zone ) )->at( $now );
		if ( 'anonymous' === $found->mode ) {
			$found->take_place( $config, $salts, $now, static function ( string $salt ) use ( $config, $seen ): string {
				return Visitor::anonymous( $salt, $config->site, $seen );
			} );
			return $found;
		}
		$found->take_place( $config, $salts, $now, static function () use ( $config, $device ): string {
			return Visitor::device( $config->id_key, $device );
		} );
		if ( null !== $envelope && Visitor::is_inner( $envelope->inner ) && ! self::is_blocked( $config->site, $envelope->inner ) ) {
			$found->mode    = 'known';
			$found->visitor = Visitor::person( $config->id_key, $envelope->inner );
		}
		return $found;
	}

	/**
	 * The mode, as core/identity/mode.ts without a record of consent: there is none here but the page's word.
	 *
	 * @param Config        $config    The site's.
	 * @param Seen          $seen      The request.
	 * @param Envelope|null $envelope  The post.
	 * @param bool|null     $analytics What the visitor said.
	 * @param string        $device    Their device.
	 */
	private static function decide( Config $config, Seen $seen, ?Envelope $envelope, ?bool $analytics, string $device ): string {
		if ( $seen->gpc || ( null !== $envelope && $envelope->gpc ) ) {
			return 'gpc';
		}
		if ( false === $analytics ) {
			return 'opted_out';
		}
		if ( true === $analytics && Visitor::is_device( $device ) ) {
			return 'consented';
		}
		if ( 'consented-only' === $config->policy ) {
			return 'consent_required';
		}
		$is_free = 'auto' === $config->policy && null !== $envelope && $envelope->not_required;
		return 'session' === $config->policy || $is_free ? 'anonymous' : 'counted';
	}

	/**
	 * Takes yesterday's id and file while a session in it goes on, else today's.
	 *
	 * @param Config   $config The site's.
	 * @param array    $salts  Of `Salts::at()`.
	 * @param int      $now    Ms.
	 * @param callable $id_of  From a salt to an id.
	 */
	private function take_place( Config $config, array $salts, int $now, callable $id_of ): void {
		foreach ( array( $salts['before'], $salts['today'] ) as $salt ) {
			if ( null === $salt ) {
				continue;
			}
			$id = $id_of( $salt['key'] );
			if ( $salt === $salts['today'] || $this->goes_on( $config, $salt['day'], $id, $now ) ) {
				$this->visitor = $id;
				$this->own     = $id;
				$this->day     = $salt['day'];
				$this->unit    = Visitor::unit( 'consented' === $this->mode ? $config->id_key : $salt['key'], $id );
				return;
			}
		}
	}

	/**
	 * Whether a session of yesterday has not ended yet.
	 *
	 * @param Config $config The site's.
	 * @param string $day    Yesterday.
	 * @param string $id     The visitor's.
	 * @param int    $now    Ms.
	 */
	private function goes_on( Config $config, string $day, string $id, int $now ): bool {
		$file = new Session_File( $config->folder, $day, $id );
		return $file->exists() && Session_State::is_open( $file->read(), $now, $config->session_gap );
	}

	/**
	 * Placeholders that careless themes send for everybody stand for nobody.
	 *
	 * @param string $site  Its id.
	 * @param string $inner Hash.
	 */
	private static function is_blocked( string $site, string $inner ): bool {
		foreach ( array( '', 'null', 'undefined', '0', '-1', 'unknown', 'guest', 'test@example.com' ) as $text ) {
			if ( hash_equals( hash_hmac( 'sha256', $text, $site ), $inner ) ) {
				return true;
			}
		}
		return false;
	}

	/** The file of the session. */
	public function file( string $folder ): Session_File {
		return new Session_File( $folder, $this->day, $this->own );
	}
}
