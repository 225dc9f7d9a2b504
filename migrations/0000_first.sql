CREATE TABLE `alert` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`store_id` text,
	`person_id` text,
	`raised_at_ms` integer NOT NULL,
	`told_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `alert_by_time` ON `alert` (`raised_at_ms`);--> statement-breakpoint
CREATE TABLE `audit_alert` (
	`id` text PRIMARY KEY NOT NULL,
	`raised_at_ms` integer NOT NULL,
	`reason` text NOT NULL,
	`chain` text,
	`sequence` integer
);
--> statement-breakpoint
CREATE INDEX `audit_alert_by_time` ON `audit_alert` (`raised_at_ms`);--> statement-breakpoint
CREATE TABLE `audit_entry` (
	`chain` text NOT NULL,
	`sequence` integer NOT NULL,
	`time_ms` integer NOT NULL,
	`kind` text NOT NULL,
	`actor` text NOT NULL,
	`commitment` text NOT NULL,
	PRIMARY KEY(`chain`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `audit_payload` (
	`chain` text NOT NULL,
	`sequence` integer NOT NULL,
	`salt` text NOT NULL,
	`payload` text NOT NULL,
	PRIMARY KEY(`chain`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `appstore_arrival` (
	`cookie_hash` text PRIMARY KEY NOT NULL,
	`confirm_uri` text NOT NULL,
	`amazon_state` text NOT NULL,
	`seller_id` text NOT NULL,
	`region` text,
	`country` text,
	`created_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `appstore_arrival_by_time` ON `appstore_arrival` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `pending_consent` (
	`id` text PRIMARY KEY NOT NULL,
	`state_hash` text NOT NULL,
	`midway_state_hash` text NOT NULL,
	`binding_hash` text NOT NULL,
	`session_hash` text NOT NULL,
	`person_id` text NOT NULL,
	`region` text NOT NULL,
	`country` text NOT NULL,
	`region_asked` integer NOT NULL,
	`confirm_uri` text,
	`amazon_state` text,
	`midway_visit_hash` text,
	`seller_id` text,
	`created_at_ms` integer NOT NULL,
	`consumed_at_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_consent_state_hash_unique` ON `pending_consent` (`state_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `pending_consent_midway_state_hash_unique` ON `pending_consent` (`midway_state_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `pending_consent_binding_hash_unique` ON `pending_consent` (`binding_hash`);--> statement-breakpoint
CREATE INDEX `pending_consent_by_time` ON `pending_consent` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `seen_code` (
	`hash` text PRIMARY KEY NOT NULL,
	`seen_at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `seen_code_by_time` ON `seen_code` (`seen_at_ms`);--> statement-breakpoint
CREATE TABLE `enrolment` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`email` text,
	`person_id` text,
	`created_at_ms` integer NOT NULL,
	`challenge` text,
	`challenge_at_ms` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`code_at_ms` integer,
	`used_at_ms` integer
);
--> statement-breakpoint
CREATE INDEX `enrolment_by_time` ON `enrolment` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `mail_link` (
	`email` text NOT NULL,
	`purpose` text NOT NULL,
	`hash` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`used_at_ms` integer,
	`asks` integer NOT NULL,
	`asked_since_ms` integer NOT NULL,
	PRIMARY KEY(`email`, `purpose`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mail_link_hash_unique` ON `mail_link` (`hash`);--> statement-breakpoint
CREATE INDEX `mail_link_by_time` ON `mail_link` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `passkey` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`transports` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`last_used_at_ms` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkey_credential_id_unique` ON `passkey` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkey_by_person` ON `passkey` (`person_id`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`language` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`recovered_at_ms` integer,
	`tester_since_ms` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_email_unique` ON `person` (`email`);--> statement-breakpoint
CREATE TABLE `recovery_code` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`used_at_ms` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recovery_code_by_person` ON `recovery_code` (`person_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`last_seen_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_by_person` ON `session` (`person_id`);--> statement-breakpoint
CREATE TABLE `incident` (
	`id` text PRIMARY KEY NOT NULL,
	`opened_ms` integer NOT NULL,
	`closed_ms` integer,
	`closed_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_open` ON `incident` (("closed_ms" IS NULL)) WHERE "incident"."closed_ms" IS NULL;--> statement-breakpoint
CREATE TABLE `membership` (
	`store_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	PRIMARY KEY(`store_id`, `person_id`),
	FOREIGN KEY (`store_id`) REFERENCES `store`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `membership_by_person` ON `membership` (`person_id`);--> statement-breakpoint
CREATE TABLE `refresh_outcome` (
	`store_id` text PRIMARY KEY NOT NULL,
	`outcome` text NOT NULL,
	`at_ms` integer NOT NULL,
	`granted_ms` integer
);
--> statement-breakpoint
CREATE INDEX `refresh_outcome_by_time` ON `refresh_outcome` (`at_ms`);--> statement-breakpoint
CREATE TABLE `sealed_token` (
	`store_id` text PRIMARY KEY NOT NULL,
	`generation` integer NOT NULL,
	`sealed` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`store_id`) REFERENCES `store`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `store` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`region` text NOT NULL,
	`country` text NOT NULL,
	`seller_id` text NOT NULL,
	`seller_confirmed_at_ms` integer,
	`state` text NOT NULL,
	`connected_by` text NOT NULL,
	`connected_at_ms` integer NOT NULL,
	`authorized_at_ms` integer NOT NULL,
	`roles` text NOT NULL,
	`stop_reason` text,
	`stopped_at_ms` integer,
	`epoch` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `store_by_seller` ON `store` (`seller_id`,`region`);--> statement-breakpoint
CREATE TABLE `store_marketplace` (
	`store_id` text NOT NULL,
	`marketplace_id` text NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`store_id`, `marketplace_id`),
	FOREIGN KEY (`store_id`) REFERENCES `store`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `key_check` (
	`key_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`created_at_ms` integer NOT NULL
);
