<?php

use Inkling\Collect\Visitor;
use PHPUnit\Framework\TestCase;

final class CollectTest extends TestCase {

	private const DEVICE = 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf';

	/** @var SiteFolder */
	private $site;

	protected function setUp(): void {
		$this->site = new SiteFolder();
	}

	protected function tearDown(): void {
		$this->site->remove();
	}

	public function test_a_session_grows_over_three_pages(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now, '/a' ) ), $now );
		$this->site->post( array( $this->site->view( $now + 60000, '/b' ) ), $now + 60000 );
		$answer = $this->site->post( array( $this->site->view( $now + 90000, '/a' ) ), $now + 90000 );
		self::assertSame( 200, $answer->status );
		self::assertSame( '[["Page Viewed",{"path":"/a"},0,90000],["Page Viewed",{"path":"/b"},60000]]', json_encode( $answer->body['st']['r'], JSON_UNESCAPED_SLASHES ) );
		self::assertSame( $now + 90000, $answer->body['t'] );
		self::assertCount( 3, $this->site->lines() );
		self::assertCount( 1, $this->site->files( 'sessions' ) );
	}

	public function test_without_a_visitor_entries_are_coarse(): void {
		$this->site->publish( array( 'policy' => 'statistics' ) );
		$now    = SiteFolder::NOON + 1234567;
		$answer = $this->site->post( array( $this->site->item( 'Page Viewed', $now, array( 'path' => '/a' ), array( 'u' => '/a?utm_source=x' ) ) ), $now );
		self::assertArrayNotHasKey( 'st', $answer->body );
		self::assertSame( array(), $this->site->files( 'sessions' ) );
		list( $line ) = $this->site->lines();
		self::assertSame( array( '', 'counted', SiteFolder::NOON, '/a' ), array( $line['v'], $line['m'], $line['e'][0]['t'], $line['e'][0]['u'] ) );
	}

	public function test_the_policy_and_the_page_say_who_is_recorded(): void {
		$cases = array(
			array( 'auto', null, 'counted' ),
			array( 'auto', array( 'required' => false ), 'anonymous' ),
			array( 'statistics', array( 'required' => false ), 'counted' ),
			array( 'session', null, 'anonymous' ),
			array( 'session', array( 'analytics' => false ), 'opted_out' ),
			array( 'consented-only', null, 'consent_required' ),
			array( 'consented-only', array( 'analytics' => true ), 'consented' ),
			array( 'statistics', array( 'analytics' => true ), 'consented' ),
		);
		foreach ( $cases as $at => list( $policy, $consent, $expected ) ) {
			$this->site->publish( array( 'policy' => $policy ) );
			$more   = null === $consent ? array() : array( 'c' => $consent );
			$more  += isset( $consent['analytics'] ) ? array( 'dev' => self::DEVICE ) : array();
			$before = count( $this->site->lines() );
			$answer = $this->site->post( array( $this->site->view( SiteFolder::NOON ) ), SiteFolder::NOON, $more );
			$lines  = array_slice( $this->site->lines(), $before );
			self::assertSame( $expected, $lines ? $lines[0]['m'] : $answer->body['refused'][0]['code'], "case $at" );
		}
	}

	public function test_who_logged_in_is_counted_as_a_person_and_answered_as_a_device(): void {
		$now     = SiteFolder::NOON;
		$inner   = hash_hmac( 'sha256', 'anna@example.com', 'st_5f0c1d2e3a4b5c6d' );
		$consent = array(
			'c'   => array( 'analytics' => true ),
			'dev' => self::DEVICE,
			'h'   => $inner,
		);
		$this->site->post( array( $this->site->view( $now, '/secret' ) ), $now, $consent );
		$other  = array( 'dev' => str_repeat( 'e', 32 ) ) + $consent;
		$answer = $this->site->post( array( $this->site->view( $now, '/mine' ) ), $now, $other );
		self::assertSame( 1, $answer->body['st']['n'], 'a claim opens nobody else\'s session' );
		$lines = $this->site->lines();
		self::assertSame( 'known', $lines[0]['m'] );
		self::assertSame( $lines[0]['v'], $lines[1]['v'] );
		self::assertSame( Visitor::person( str_repeat( 'k', 32 ), $inner ), $lines[0]['v'] );
	}

	public function test_nothing_is_kept_of_who_asks_for_it(): void {
		$item = array( $this->site->view( SiteFolder::NOON ) );
		foreach ( array(
			'gpc'      => array( array(), array( 'HTTP_SEC_GPC' => '1' ) ),
			'gpc '     => array( array( 'g' => 1 ), array() ),
			'bot'      => array( array(), array( 'HTTP_USER_AGENT' => 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' ) ),
			'bot '     => array( array(), array( 'HTTP_USER_AGENT' => '' ) ),
			'prefetch' => array( array(), array( 'HTTP_SEC_PURPOSE' => 'prefetch;prerender' ) ),
		) as $code => list( $more, $server ) ) {
			$answer = $this->site->post( $item, SiteFolder::NOON, $more, $server );
			self::assertSame( array( 200, 0, trim( $code ) ), array( $answer->status, $answer->body['accepted'], $answer->body['refused'][0]['code'] ) );
			self::assertArrayNotHasKey( 'st', $answer->body );
		}
		self::assertSame( array( array(), array() ), array( $this->site->lines(), $this->site->files( 'sessions' ) ) );
	}

	public function test_a_server_is_told_that_a_device_sends_the_signal(): void {
		$more = array(
			'g'   => 1,
			'c'   => array( 'analytics' => true ),
			'dev' => self::DEVICE,
		);
		$this->site->post( array( $this->site->view( SiteFolder::NOON ) ), SiteFolder::NOON, $more );
		self::assertSame( array(), $this->site->lines(), 'a site of its own keeps nothing' );
		$this->site->publish( array( 'connected' => true ) );
		$answer = $this->site->post( array( $this->site->view( SiteFolder::NOON ) ), SiteFolder::NOON, $more );
		self::assertSame( 'gpc', $answer->body['refused'][0]['code'] );
		list( $line ) = $this->site->lines();
		$device       = Visitor::device( str_repeat( 'k', 32 ), self::DEVICE );
		self::assertSame( array( 1, $device, array() ), array( $line['g'], $line['dev'], $line['e'] ) );
	}

	public function test_what_cannot_be_read_is_refused_with_place_and_cure(): void {
		$deep = '{"ver":1,"s":1,"e":' . str_repeat( '[', 20 ) . str_repeat( ']', 20 ) . '}';
		foreach ( array(
			array( '{', 400, 'malformed_json', '' ),
			array( '', 400, 'malformed_json', '' ),
			array( '[1]', 400, 'invalid_body', '' ),
			array( '{"s":1,"e":[]}', 400, 'invalid_body', 'ver' ),
			array( '{"ver":1,"s":1e999,"e":[]}', 400, 'invalid_body', 's' ),
			array( '{"ver":1,"s":1,"e":{"a":1}}', 400, 'invalid_body', 'e' ),
			array( "{\"ver\":1,\"s\":1,\"e\":[],\"z\":\"\xff\"}", 400, 'invalid_utf8', '' ),
			array( $deep, 400, 'too_deep', '' ),
			array( str_pad( '{}', 61441 ), 413, 'too_large', '' ),
			array( '{"ver":1,"s":1,"e":[' . implode( ',', array_fill( 0, 101, '{}' ) ) . ']}', 413, 'too_many_items', 'e' ),
		) as list( $body, $status, $code, $at ) ) {
			$answer = $this->site->send( $body, SiteFolder::NOON );
			self::assertSame( array( $status, $code, $at ), array( $answer->status, $answer->body['error']['code'], $answer->body['error']['at'] ), substr( $body, 0, 60 ) );
			self::assertNotSame( '', $answer->body['error']['hint'] );
		}
	}

	public function test_one_bad_item_never_rejects_its_neighbours(): void {
		$now    = SiteFolder::NOON;
		$good   = $this->site->view( $now );
		$answer = $this->site->post(
			array(
				array( 'i' => 'a b' ) + $good,
				array( 'n' => '' ) + $good,
				array( 't' => 'now' ) + $good,
				array( 'p' => array( 1 ) ) + $good,
				array( 'p' => array( '__proto__' => 1 ) ) + $good,
				array( 'n' => 'Wholly Unknown' ) + $good,
				array( 't' => 5 ) + $good,
				$good,
			),
			$now
		);
		self::assertSame( 1, $answer->body['accepted'] );
		$codes = array_column( $answer->body['refused'], 'code' );
		self::assertSame( array( 'invalid_value', 'invalid_name', 'invalid_value', 'invalid_value', 'forbidden_key', 'unknown_event', 'time_out_of_range' ), $codes );
	}

	public function test_only_pages_of_the_site_with_its_key_may_post(): void {
		$item = array( $this->site->view( SiteFolder::NOON ) );
		self::assertSame( 403, $this->site->post( $item, SiteFolder::NOON, array(), array( 'HTTP_ORIGIN' => 'https://example.com' ) )->status );
		self::assertSame( 403, $this->site->post( $item, SiteFolder::NOON, array(), array( 'HTTP_SEC_FETCH_SITE' => 'cross-site' ) )->status );
		self::assertSame( 403, $this->site->post( $item, SiteFolder::NOON, array(), array( 'HTTP_ORIGIN' => 'null' ) )->status );
		self::assertSame( 401, $this->site->send( '{}', SiteFolder::NOON, array(), '' )->status );
		self::assertSame( 401, $this->site->send( '{}', SiteFolder::NOON, array(), 'wk_another' )->status );
		$this->site->publish( array( 'enabled' => false ) );
		self::assertSame( 'switched_off', $this->site->post( $item, SiteFolder::NOON )->body['error']['code'] );
		self::assertSame( array(), $this->site->lines() );
	}

	public function test_what_only_the_server_knows_is_not_taken_from_a_page(): void {
		$this->site->publish( array( 'owned' => array( 'Order Completed' ) ) );
		$answer = $this->site->post( array( $this->site->item( 'Order Completed', SiteFolder::NOON, array( 'revenue' => 1 ) ) ), SiteFolder::NOON );
		self::assertSame( 'invalid_name', $answer->body['refused'][0]['code'] );
	}

	public function test_a_sender_has_so_many_posts_a_second(): void {
		$this->site->publish( array( 'limits' => array( 'posts_per_second_of_visitor' => 2 ) ) );
		$statuses = array();
		for ( $post = 0; $post < 11; $post++ ) {
			$statuses[] = $this->site->post( array(), SiteFolder::NOON )->status;
		}
		self::assertSame( array_merge( array_fill( 0, 10, 200 ), array( 429 ) ), $statuses );
		self::assertSame( 200, $this->site->post( array(), SiteFolder::NOON + 500 )->status );
		self::assertSame( 429, $this->site->post( array(), SiteFolder::NOON + 500 )->status );
	}

	public function test_strangers_cannot_fill_the_disk(): void {
		$this->site->publish(
			array(
				'limits' => array(
					'new_visitors_per_second' => 1,
					'posts_per_second'        => 100000,
				),
			)
		);
		for ( $post = 0; $post < 200; $post++ ) {
			$agent  = SiteFolder::BROWSER['HTTP_USER_AGENT'] . ' ' . $post;
			$answer = $this->site->post( array( $this->site->view( SiteFolder::NOON ) ), SiteFolder::NOON, array(), array( 'HTTP_USER_AGENT' => $agent ) );
			self::assertSame( 1, $answer->body['accepted'] );
		}
		self::assertCount( 60, $this->site->files( 'sessions' ) );
		$bytes = array_sum( array_map( 'filesize', $this->site->files( 'limits' ) ) );
		self::assertLessThanOrEqual( 16 * ( 1024 * 12 + 20 ), $bytes );
		$this->site->publish( array( 'limits' => array( 'buffer_bytes' => 100 ) ) );
		$full = $this->site->post( array( $this->site->view( SiteFolder::NOON ) ), SiteFolder::NOON );
		self::assertSame( array( 503, 'queue_full', 5 ), array( $full->status, $full->body['error']['code'], $full->retry_after ) );
	}

	public function test_a_cap_holds_and_a_report_settles_it(): void {
		$now   = SiteFolder::NOON;
		$first = str_repeat( 'a', 32 );
		$this->site->post( array( $this->site->view( $now ) ), $now );
		self::assertSame( array( $first ), $this->site->post( array( $this->site->choice( $first, $now ) ), $now )->body['go'] );
		self::assertArrayNotHasKey( 'go', $this->site->post( array( $this->site->choice( str_repeat( 'b', 32 ), $now ) ), $now )->body );
		$this->site->expose(
			array(
				'decision' => $first,
				'shown'    => true,
			),
			$now + 2000
		);
		$lines = $this->site->lines();
		self::assertSame( array( array( $first, 'welcome', 'a', array( 's' => $now + 2000 ) ) ), end( $lines )['d'] );
		self::assertArrayNotHasKey( 'go', $this->site->post( array( $this->site->choice( str_repeat( 'b', 32 ), $now + 99000 ) ), $now + 99000 )->body );
		$count = count( $this->site->lines() );
		self::assertSame( 200, $this->site->expose( array( 'decision' => $first, 'shown' => true ), $now + 99000 )->status );
		self::assertCount( $count, $this->site->lines(), 'a second report says nothing new' );
		self::assertSame( 400, $this->site->expose( array( 'decision' => 'x' ), $now )->status );
	}

	public function test_nothing_raw_reaches_the_disk(): void {
		$now     = SiteFolder::NOON;
		$agent   = SiteFolder::BROWSER['HTTP_USER_AGENT'];
		$secrets = array( '203.0.113.77', 'AppleWebKit', 'anna@example.com', self::DEVICE, 'en-US', '+1 212 555 0147' );
		// A device that is not said to be one is a word like others: who did not consent sends none.
		$words = array(
			array( 'boots', 'shoes' ),
			array( self::DEVICE, 'shoes' ),
		);
		foreach ( array( array(), array( 'c' => array( 'analytics' => true ), 'dev' => self::DEVICE, 'm' => 'anna@example.com', 'h' => str_repeat( 'ab', 32 ) ) ) as $at => $more ) {
			$answer = $this->site->post(
				array(
					$this->site->item( 'Products Searched', $now, array( 'query' => 'anna@example.com' ) ),
					$this->site->item( 'Products Searched', $now, array( 'query' => 'call +1 212 555 0147' ) ),
					$this->site->item( 'Page Viewed', $now, array( 'path' => '/203.0.113.77/', 'title' => $agent, 'words' => $words[ $at ] ), array( 'u' => '/anna%40example.com/' . self::DEVICE ) ),
					$this->site->item( 'Page Viewed', $now, array( 'path' => '/a', 'email' => 'x', 'note' => 'anna@example.com' ), array( 'r' => 'https://anna@example.com/' ) ),
				),
				$now,
				$more
			);
			self::assertSame( 4, $answer->body['accepted'] );
		}
		self::assertCount( 2, $this->site->lines() );
		foreach ( $this->site->files() as $path ) {
			foreach ( $secrets as $secret ) {
				self::assertStringNotContainsString( $secret, file_get_contents( $path ) . $path, basename( $path ) );
			}
		}
		self::assertSame( array( 'shoes' ), $this->site->lines()[1]['e'][2]['p']['words'] );
	}

	public function test_visitors_see_what_is_held_and_delete_it(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ), $this->site->view( $now ) ), $now );
		$held = $this->site->own( array(), $now, false );
		self::assertSame( array( 2, 1, '2026-11-23T12:00:00Z' ), array( $held->body['held']['events'], $held->body['held']['visits'], $held->body['held']['since'] ) );
		self::assertNull( $this->site->own( array( 'device' => self::DEVICE ), $now, false )->body['held'] );
		$other = array( 'HTTP_USER_AGENT' => SiteFolder::BROWSER['HTTP_USER_AGENT'] . ' Edg/130.0' );
		self::assertSame( 0, $this->site->own( array(), $now, true, $other )->body['removed']['events'] );
		self::assertSame( 2, $this->site->own( array(), $now, true )->body['removed']['events'] );
		self::assertSame( array( array( null ), array() ), array( $this->site->lines(), $this->site->files( 'sessions' ) ) );
		self::assertSame( 0, $this->site->own( array(), $now, true )->body['removed']['events'] );
		self::assertSame( 403, $this->site->own( array(), $now, true, array( 'HTTP_ORIGIN' => 'https://example.com' ) )->status );
	}

	public function test_names_of_campaigns_keep_their_letters(): void {
		$now  = SiteFolder::NOON;
		$long = str_repeat( 'x', 199 );
		foreach ( array( 'caf%C3%A9' => 'caf%C3%A9', $long . '%C3%A9' => $long, '%E2%82%AC' => '%E2%82%AC' ) as $given => $kept ) {
			$this->site->post( array( $this->site->item( 'Page Viewed', $now, array(), array( 'u' => '/a?utm_campaign=' . $given ) ) ), $now );
			$lines = $this->site->lines();
			self::assertSame( '/a?utm_campaign=' . $kept, end( $lines )['e'][0]['u'] );
		}
	}

	public function test_half_a_line_spoils_none_behind_it(): void {
		$now = SiteFolder::NOON;
		$this->site->post( array( $this->site->view( $now ) ), $now );
		file_put_contents( $this->site->path . 'buffer.php', '{"t":1,"e":[{"i":"torn', FILE_APPEND );
		$this->site->post( array( $this->site->view( $now ) ), $now );
		$read = Inkling\Collect\Buffer::read_lines( $this->site->path . 'buffer.php', 0, 10 );
		self::assertSame( array( 'event-1', 'event-2' ), array( $read['lines'][0]['e'][0]['i'], $read['lines'][1]['e'][0]['i'] ) );
		self::assertTrue( $read['is_end'] );
	}

	public function test_what_is_left_of_a_longer_value_is_not_read(): void {
		$path = $this->site->path . 'a.php';
		Inkling\Collect\Guarded_File::update( $path, static function (): array {
			return array( 'a' => str_repeat( 'x', 100 ) );
		} );
		// As a kill between the writing and the cutting leaves it.
		$long = file_get_contents( $path );
		$new  = Inkling\Collect\Guarded_File::GUARD . '{"a":1}' . "\n";
		file_put_contents( $path, $new . substr( $long, strlen( $new ) ) );
		self::assertSame( array( 'a' => 1 ), Inkling\Collect\Guarded_File::read( $path ) );
	}
}
