<?php

use Inkling\Collect\Config;
use Inkling\Collect\Identity;
use Inkling\Collect\Salts;
use Inkling\Collect\Seen;
use PHPUnit\Framework\TestCase;

final class SaltsTest extends TestCase {

	private const HOUR = 3600000;

	/** @var SiteFolder */
	private $site;

	protected function setUp(): void {
		$this->site = new SiteFolder();
	}

	protected function tearDown(): void {
		$this->site->remove();
	}

	public function test_the_day_is_the_sites_own(): void {
		$noon = SiteFolder::NOON;
		self::assertSame( '2026-11-24', Salts::day( $noon, 'Pacific/Auckland' ) );
		self::assertSame( '2026-11-23', Salts::day( $noon + 43199999, '+00:00' ) );
		self::assertSame( '2026-11-24', Salts::day( $noon + 43199999 - 2 * self::HOUR + 1, '+02:00' ) );
		self::assertSame( '2026-11-23', Salts::day( $noon + 43200000, '-09:30' ) );
		self::assertSame( '2026-11-24', Salts::day( $noon + 43200000, 'No/Where' ) );
	}

	public function test_a_salt_is_made_at_midnight_and_destroyed_two_days_later_with_its_sessions(): void {
		$salts = new Salts( $this->site->path, '+02:00' );
		$now   = SiteFolder::NOON;
		$first = $salts->at( $now );
		self::assertSame( array( '2026-11-23', 32, null ), array( $first['today']['day'], strlen( $first['today']['key'] ), $first['before'] ) );
		self::assertSame( $first, $salts->at( $now + 10 * self::HOUR - 1 ) );
		$second = $salts->at( $now + 10 * self::HOUR );
		self::assertSame( array( '2026-11-24', $first['today'] ), array( $second['today']['day'], $second['before'] ) );
		self::assertNotSame( $first['today']['key'], $second['today']['key'] );
		$this->site->post( array( $this->site->view( $now ) ), $now );
		self::assertCount( 1, $this->site->files( 'sessions/2026-11-23' ) );
		self::assertSame( 0, $salts->sweep( $now + 48 * self::HOUR - 1 ) );
		self::assertCount( 1, $this->site->files( 'sessions' ) );
		self::assertSame( 1, $salts->sweep( $now + 48 * self::HOUR ) );
		self::assertSame( array(), $this->site->files( 'sessions' ) );
		self::assertStringNotContainsString( base64_encode( $first['today']['key'] ), file_get_contents( $this->site->path . 'salts.php' ) );
	}

	public function test_where_no_cron_runs_the_next_post_destroys_it(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now );
		$key = base64_encode( ( new Salts( $this->site->path, 'UTC' ) )->at( $now )['today']['key'] );
		$this->site->post( array( $this->site->view( $now + 48 * self::HOUR ) ), $now + 48 * self::HOUR );
		self::assertStringNotContainsString( $key, file_get_contents( $this->site->path . 'salts.php' ) );
		self::assertSame( array(), $this->site->files( 'sessions/2026-11-23' ) );
		self::assertCount( 1, $this->site->files( 'sessions/2026-11-25' ) );
	}

	public function test_a_salt_of_a_clock_that_ran_ahead_lives_no_longer(): void {
		$now   = SiteFolder::NOON;
		$salts = new Salts( $this->site->path, 'UTC' );
		$ahead = $salts->at( $now + 30 * self::HOUR )['today'];
		self::assertNull( $salts->at( $now )['before'] );
		self::assertStringNotContainsString( base64_encode( $ahead['key'] ), file_get_contents( $this->site->path . 'salts.php' ) );
	}

	public function test_a_clock_that_is_put_back_a_little_changes_no_salt(): void {
		$now   = SiteFolder::NOON;
		$salts = new Salts( $this->site->path, 'UTC' );
		self::assertSame( $salts->at( $now ), $salts->at( $now - self::HOUR / 2 ) );
	}

	public function test_midnight_splits_no_session(): void {
		$late   = SiteFolder::NOON + 12 * self::HOUR - 60000;
		$before = $this->site->post( array( $this->site->view( $late ) ), $late );
		$after  = $this->site->post( array( $this->site->view( $late + 120000 ) ), $late + 120000 );
		self::assertSame( array( 2, $before->body['st']['u'] ), array( $after->body['st']['n'], $after->body['st']['u'] ) );
		$lines = $this->site->lines();
		self::assertSame( $lines[0]['v'], $lines[1]['v'] );
		$end = $late + 120000 + 1800000;
		self::assertSame( 1, $this->site->post( array( $this->site->view( $end ) ), $end )->body['st']['n'] );
		self::assertNotSame( $lines[0]['v'], $this->site->lines()[2]['v'], 'another session is of another day' );
	}

	public function test_a_consented_session_goes_on_over_midnight(): void {
		$more = array(
			'c'   => array( 'analytics' => true ),
			'dev' => str_repeat( 'd', 32 ),
		);
		$late = SiteFolder::NOON + 12 * self::HOUR - 60000;
		$this->site->post( array( $this->site->view( $late ) ), $late, $more );
		self::assertSame( 2, $this->site->post( array( $this->site->view( $late + 120000 ) ), $late + 120000, $more )->body['st']['n'] );
	}

	public function test_a_request_that_says_no_device_is_known_by_the_hash_of_the_day(): void {
		$now  = SiteFolder::NOON;
		$more = array(
			'c'   => array( 'analytics' => true ),
			'dev' => str_repeat( 'd', 32 ),
		);
		$this->site->post( array( $this->site->view( $now ) ), $now, $more );
		self::assertSame( 'consented', $this->asked( $now )->mode );
		$this->site->post( array( $this->site->view( $now ) ), $now, array( 'dev' => str_repeat( 'e', 32 ) ) + $more );
		self::assertSame( 'anonymous', $this->asked( $now )->mode, 'two devices under one hash' );
		$this->site->post( array( $this->site->view( $now ) ), $now, $more );
		self::assertSame( 'anonymous', $this->asked( $now )->mode, 'and it stays so' );
	}

	public function test_who_did_not_consent_is_not_taken_for_a_device(): void {
		$now  = SiteFolder::NOON;
		$more = array(
			'c'   => array( 'analytics' => true ),
			'dev' => str_repeat( 'd', 32 ),
		);
		$this->site->post( array( $this->site->view( $now ) ), $now, $more );
		$this->site->post( array( $this->site->view( $now ) ), $now );
		self::assertSame( 'anonymous', $this->asked( $now )->mode );
		self::assertNull( ( new Identity() )->visitor ?: null );
	}

	private function asked( int $now ): Identity {
		return Identity::of_request( Config::load( $this->site->path ), new Seen( SiteFolder::BROWSER, array() ), $now );
	}
}
