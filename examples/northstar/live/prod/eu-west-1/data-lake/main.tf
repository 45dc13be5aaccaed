# The lake's zones. Owned by data.

variable "region" {
  type = string
}

variable "environment" {
  type = string
}

variable "currency" {
  type = string
}

locals {
  zones = ["landing", "curated", "published"]
}

resource "terraform_data" "bucket" {
  for_each = toset(local.zones)
  input    = "northstar-lake-${each.key}-${var.environment}-${var.region}"
}

output "buckets" {
  value = [for zone in local.zones : terraform_data.bucket[zone].output]
}
